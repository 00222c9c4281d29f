package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A host with an OpenTelemetry SDK of its own keeps it, and its span is the parent of ours. */
@Tag("inference-path")
class HostSpanIT {
  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path models;

  @OnEachJdk
  void inferenceIsAChildOfTheSpanThatTheHostHasMadeCurrent(Jdk jdk) {
    Path model = ScoringHosts.writeModelOfThreeNumbers(models.resolve("numbers.onnx"));
    HostJvmBuilder builder =
        withOpenTelemetry(ScoringHosts.withOnnxRuntime(jdk))
            .main("io.plumbline.it.host.TracedScoring", model.toString());
    try (HostJvm host =
        ScoringHosts.observed(builder, "traced", receiver, OtlpProtocol.HTTP)
            .withTimeToEnd()
            .start()) {
      MatchResult own = host.awaitOutput("^span (\\w+) (\\w+) POST /pay$");
      assertThat(host.awaitExit(Duration.ofMinutes(1))).isZero();

      assertThat(host.stdout().lines()).hasSize(2);
      assertThat(receiver.spans()).hasSize(1);
      ReceivedSpan span = receiver.spans().get(0);
      assertThat(span.traceId()).isEqualTo(own.group(1));
      assertThat(span.parentSpanId()).isEqualTo(own.group(2));
      assertThat(span.spanId()).isNotEqualTo(own.group(2));
    }
  }

  private static HostJvmBuilder withOpenTelemetry(HostJvmBuilder host) {
    return host.library(Tracer.class)
        .library(Context.class)
        .library(OpenTelemetrySdk.class)
        .library(CompletableResultCode.class)
        .library(SdkTracerProvider.class)
        .library(SdkMeterProvider.class)
        .library(SdkLoggerProvider.class)
        .library(ComponentLoader.class);
  }
}
