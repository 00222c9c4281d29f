package io.plumbline.it;

import static io.opentelemetry.api.common.AttributeKey.doubleArrayKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.plumbline.it.harness.JaegerSpan;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealCollector;
import io.plumbline.it.harness.RealJaeger;
import io.plumbline.it.harness.ReceivedMetric;
import io.plumbline.it.harness.ReceivedSpan;
import io.plumbline.it.harness.SdkSender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real backends take OTLP and give back what they got: the ground of every other test. */
@Tag("harness")
@RealBackends
class RealBackendsIT {
  @AutoClose private static RealJaeger jaeger;
  @AutoClose private static RealCollector collector;

  @BeforeAll
  static void start() {
    jaeger = RealJaeger.start();
    collector = RealCollector.startInFrontOf(jaeger);
  }

  @ParameterizedTest
  @EnumSource
  void spanIsInTheCollectorsFileAndFoundInJaegerByItsTags(OtlpProtocol protocol) {
    String service = "through-collector-" + protocol.name();
    SpanContext sent =
        new SdkSender(service, collector, protocol, Map.of())
            .span(
                "predict churn",
                Attributes.builder()
                    .put("ml.input.country", "FR")
                    .put("ml.batch.size", 3L)
                    .put("ml.prediction.score", 0.25)
                    .put(doubleArrayKey("ml.prediction.probabilities"), List.of(0.75, 0.25))
                    .build());

    ReceivedSpan written = onlySpanOf(service);
    assertThat(written.name()).isEqualTo("predict churn");
    assertThat(written.traceId()).isEqualTo(sent.getTraceId());
    assertThat(written.spanId()).isEqualTo(sent.getSpanId());
    assertThat(written.attributes())
        .containsEntry("ml.input.country", "FR")
        .containsEntry("ml.batch.size", 3L)
        .containsEntry("ml.prediction.score", 0.25)
        .containsEntry("ml.prediction.probabilities", List.of(0.75, 0.25));

    List<JaegerSpan> found = jaeger.awaitSpans(service, Map.of("ml.input.country", "FR"), 1);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).traceId()).isEqualTo(sent.getTraceId());
    assertThat(found.get(0).operationName()).isEqualTo("predict churn");
    assertThat(found.get(0).resource()).containsEntry("service.name", service);
    assertThat(found.get(0).tags())
        .containsEntry("ml.batch.size", 3L)
        .containsEntry("ml.prediction.score", 0.25)
        .containsEntry("ml.prediction.probabilities", "[0.75,0.25]");
    assertThat(jaeger.find(service, Map.of("ml.input.country", "DE"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void jaegerTakesSpansWithoutACollector(OtlpProtocol protocol) {
    String service = "straight-to-jaeger-" + protocol.name();
    new SdkSender(service, jaeger, protocol, Map.of())
        .span("predict", Attributes.of(doubleKey("score"), 0.5));

    assertThat(jaeger.awaitSpans(service, Map.of(), 1).get(0).tag("score")).isEqualTo(0.5);
  }

  @ParameterizedTest
  @EnumSource
  void metricsAreInTheCollectorsFileAndOnItsPageForPrometheus(OtlpProtocol protocol) {
    String service = "metrics-" + protocol.name();
    Attributes label = Attributes.of(stringKey("ml.prediction.label"), protocol.name());
    new SdkSender(service, collector, protocol, Map.of())
        .metrics(
            meter -> {
              meter.counterBuilder("ml.prediction.count").build().add(5, label);
              meter.histogramBuilder("ml.prediction.score").build().record(0.3, label);
            });

    ReceivedMetric count =
        collector.awaitMetric(
            "ml.prediction.count",
            metric -> service.equals(metric.resourceAttributes().get("service.name")));
    assertThat(count.total()).isEqualTo(5);
    assertThat(ReceivedMetric.attributes(count.numbers().get(0)))
        .containsEntry("ml.prediction.label", protocol.name());

    collector.awaitScrape(
        "ml_prediction_count_total\\{.*ml_prediction_label=\"" + protocol.name() + "\".*} 5");
    collector.awaitScrape("ml_prediction_score_count\\{.*service_name=\"" + service + "\".*} 1");
  }

  private static ReceivedSpan onlySpanOf(String service) {
    List<ReceivedSpan> spans =
        collector.awaitSpans(
            1, span -> service.equals(span.resourceAttributes().get("service.name")));
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }
}
