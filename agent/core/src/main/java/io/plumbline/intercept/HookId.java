package io.plumbline.intercept;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an {@code int} parameter of an advice method: the number that {@link
 * io.plumbline.capture.HookRegistry} gave to the woven method. Bound as a constant.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface HookId {}
