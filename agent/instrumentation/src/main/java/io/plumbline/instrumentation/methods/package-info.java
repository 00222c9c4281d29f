/**
 * Methods that the configuration names as inferences: {@code methods:} in the file.
 *
 * <p>One generic advice serves every method. What to read of a call is a {@link
 * io.plumbline.instrumentation.methods.MethodPlan}, made once for each woven method from its {@link
 * io.plumbline.config.MethodConfig}: paths for the model, the features and the prediction. A value
 * that a path does not lead to is left out and said once; the inference counts all the same.
 *
 * <p>While paths are read, the hooked method is never called, and what else is hooked stays part of
 * this inference.
 */
@NullMarked
package io.plumbline.instrumentation.methods;

import org.jspecify.annotations.NullMarked;
