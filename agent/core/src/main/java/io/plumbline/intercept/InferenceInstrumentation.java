package io.plumbline.intercept;

import java.util.List;

/**
 * How one library's inferences are seen: a list of hooks. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Defined by the agent's loader, which cannot see the library; what can is the advice that the
 * hooks name.
 */
public interface InferenceInstrumentation {
  /** Value of {@code ml.framework.name}, and of {@code instrumentation.disabled}. */
  String name();

  List<Hook> hooks();
}
