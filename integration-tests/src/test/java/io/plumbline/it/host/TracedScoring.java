package io.plumbline.it.host;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Map;

/** Scores inside a span of its own OpenTelemetry SDK, which exports to stdout. */
final class TracedScoring {
  private TracedScoring() {}

  public static void main(String[] arguments) throws Exception {
    AgentStart.awaitSpool("ai.onnxruntime.OrtSession");
    try (SdkTracerProvider provider =
            SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new ToStdout()))
                .build();
        OrtSession session = OrtEnvironment.getEnvironment().createSession(arguments[0])) {
      Tracer tracer = provider.get("shop");
      Span request = tracer.spanBuilder("POST /pay").startSpan();
      Scope scope = request.makeCurrent();
      try {
        score(session);
      } finally {
        scope.close();
        request.end();
      }
    }
  }

  private static void score(OrtSession session) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{1, 2, 3}});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      System.out.println("answers " + result.size());
    }
  }

  private static final class ToStdout implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      for (SpanData span : spans) {
        System.out.println(
            "span " + span.getTraceId() + " " + span.getSpanId() + " " + span.getName());
      }
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
