package io.plumbline.instrumentation.context;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import org.jspecify.annotations.Nullable;

/** Starts inferences as children of the host's current span. */
public final class HostInference {
  private HostInference() {}

  /**
   * As {@link InferenceRecorder#begin}, under the host's current span where it has one.
   *
   * @param hook the advice's {@link io.plumbline.intercept.HookId}
   */
  public static @Nullable InFlightInference begin(int hook) {
    InFlightInference call = InferenceRecorder.begin(hook);
    if (call != null && call.takesSummary()) {
      HostSpan.adoptBy(call);
    }
    return call;
  }
}
