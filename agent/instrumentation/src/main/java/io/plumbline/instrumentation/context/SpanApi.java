package io.plumbline.instrumentation.context;

import static java.lang.invoke.MethodType.methodType;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One copy of the OpenTelemetry API, as method handles. API 1.0 to 1.67 has what is used here.
 *
 * <p>A record, because the JIT compiles through the handles of a constant record as through direct
 * calls.
 *
 * @param current {@code ()Object}: the span context of the current span
 * @param isValid {@code (Object)boolean}
 * @param traceId {@code (Object)String}, 32 hexadecimal digits
 * @param spanId {@code (Object)String}, 16 hexadecimal digits
 * @param flags {@code (Object)byte}
 * @param hasNoState {@code (Object)boolean}
 * @param state {@code (Object)Map}: the trace state's entries in their order
 */
record SpanApi(
    MethodHandle current,
    MethodHandle isValid,
    MethodHandle traceId,
    MethodHandle spanId,
    MethodHandle flags,
    MethodHandle hasNoState,
    MethodHandle state) {

  private static final String PACKAGE = "io.opentelemetry.api.trace.";

  /**
   * @param prefix of a relocated copy, else empty
   * @return null when {@code loader} does not see that copy
   */
  static @Nullable SpanApi find(String prefix, @Nullable ClassLoader loader) {
    try {
      return new Finder(prefix, loader).find();
    } catch (ReflectiveOperationException | LinkageError absent) {
      return null;
    }
  }

  /**
   * Makes the current span the parent of {@code call}.
   *
   * @return false when there is none
   */
  boolean adoptBy(InFlightInference call) {
    try {
      Object span = (Object) current.invokeExact();
      if (!(boolean) isValid.invokeExact(span)) {
        return false;
      }
      String trace = (String) traceId.invokeExact(span);
      call.parent(
          HexFormat.fromHexDigitsToLong(trace, 0, 16),
          HexFormat.fromHexDigitsToLong(trace, 16, 32),
          HexFormat.fromHexDigitsToLong((String) spanId.invokeExact(span), 0, 16),
          (byte) flags.invokeExact(span));
      if (!(boolean) hasNoState.invokeExact(span)) {
        call.traceState(encode((Map<?, ?>) state.invokeExact(span)));
      }
      return true;
    } catch (Throwable broken) {
      // A method handle throws whatever the host's tracing does: that must not cost the inference.
      InferenceRecorder.reportFailure("the host's current span", broken);
      return false;
    }
  }

  /** As the header {@code tracestate} of W3C Trace Context has it. */
  private static String encode(Map<?, ?> entries) {
    StringBuilder header = new StringBuilder();
    entries.forEach(
        (key, value) ->
            header.append(header.isEmpty() ? "" : ",").append(key).append('=').append(value));
    return header.toString();
  }

  private static final class Finder {
    private final Lookup lookup = MethodHandles.publicLookup();
    private final String prefix;
    private final @Nullable ClassLoader loader;

    Finder(String prefix, @Nullable ClassLoader loader) {
      this.prefix = prefix;
      this.loader = loader;
    }

    SpanApi find() throws ReflectiveOperationException {
      Class<?> span = type("Span");
      Class<?> context = type("SpanContext");
      Class<?> flags = type("TraceFlags");
      Class<?> state = type("TraceState");
      MethodHandle currentSpan = lookup.findStatic(span, "current", methodType(span));
      MethodHandle current = chain(currentSpan, get(span, "getSpanContext", context));
      MethodHandle getFlags = get(context, "getTraceFlags", flags);
      MethodHandle getState = get(context, "getTraceState", state);
      return new SpanApi(
          current.asType(methodType(Object.class)),
          ofObject(get(context, "isValid", boolean.class)),
          ofObject(get(context, "getTraceId", String.class)),
          ofObject(get(context, "getSpanId", String.class)),
          ofObject(chain(getFlags, get(flags, "asByte", byte.class))),
          ofObject(chain(getState, get(state, "isEmpty", boolean.class))),
          ofObject(chain(getState, get(state, "asMap", Map.class))));
    }

    private Class<?> type(String name) throws ClassNotFoundException {
      return Class.forName(prefix + PACKAGE + name, false, loader);
    }

    private MethodHandle get(Class<?> owner, String method, Class<?> result)
        throws ReflectiveOperationException {
      return lookup.findVirtual(owner, method, methodType(result));
    }

    private static MethodHandle chain(MethodHandle first, MethodHandle second) {
      return MethodHandles.filterReturnValue(first, second);
    }

    private static MethodHandle ofObject(MethodHandle getter) {
      MethodType type = methodType(getter.type().returnType(), Object.class);
      return getter.asType(type);
    }
  }
}
