package io.plumbline.instrumentation.context;

import io.plumbline.capture.InFlightInference;
import org.jspecify.annotations.Nullable;

/**
 * The host's current span, wherever it is kept: by the OpenTelemetry API that the host brought, or
 * by the OpenTelemetry Java agent's own copy of it in the boot loader.
 *
 * <p>The host's API is asked first: under the Java agent it knows the agent's spans too, while the
 * agent's copy does not know those of an SDK that the host set up by itself.
 */
final class HostSpan {
  private static final String JAVA_AGENT = "io.opentelemetry.javaagent.shaded.";

  /** This class is defined by the loader of advice, which finds foreign classes in the host. */
  private static final @Nullable SpanApi HOST = SpanApi.find("", HostSpan.class.getClassLoader());

  private static final @Nullable SpanApi AGENT = SpanApi.find(JAVA_AGENT, null);

  private HostSpan() {}

  static void adoptBy(InFlightInference call) {
    boolean adopted = HOST != null && HOST.adoptBy(call);
    if (!adopted && AGENT != null) {
      AGENT.adoptBy(call);
    }
  }
}
