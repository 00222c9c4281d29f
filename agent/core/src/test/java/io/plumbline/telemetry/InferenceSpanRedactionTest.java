package io.plumbline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.TensorRole;
import io.plumbline.redact.RedactionPolicy;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InferenceSpanRedactionTest {
  private static final ModelRef MODEL =
      ModelRef.of("xgboost", "fraud").withFeatures(List.of("a", "b"));

  /** A valid payment card number. */
  private static final long CARD = 4111_1111_1111_1111L;

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.SAFE);

  private final Calls calls = new Calls(recorder, "methods", "Scorer.score");

  @Test
  void hashedStringsStayHashes() {
    Attributes attributes =
        attributes(calls.call(MODEL, call -> call.scalar(TensorRole.INPUT, "name", "Ada")));

    assertThat(attributes.get(AttributeKey.stringKey("ml.input.name"))).startsWith("hash:");
  }

  @Test
  void removedValueIsLeftOutAndTheOthersStay() {
    Attributes attributes = attributes(calls.call(MODEL, call -> rows(call, 1, CARD, 2)));

    assertThat(attributes.asMap().keySet())
        .extracting(AttributeKey::getKey)
        .contains("ml.input.b")
        .doesNotContain("ml.input.a", "ml.features.missing");
  }

  @Test
  void columnWithARemovedValueIsLeftOutOfArrays() {
    Attributes attributes = attributes(calls.call(MODEL, call -> rows(call, 2, CARD, 2, 3, 4)));

    assertThat(attributes.get(AttributeKey.stringArrayKey("ml.input.names"))).containsExactly("b");
    assertThat(attributes.get(AttributeKey.longArrayKey("ml.input.values")))
        .containsExactly(2L, 4L);
    assertThat(attributes.get(AttributeKey.longArrayKey("ml.input.shape"))).containsExactly(2L, 1L);
  }

  private static void rows(InFlightInference call, int rows, long... values) {
    call.tensor(TensorRole.INPUT, "x", DataType.INT64, rows, 2).longs(values).close();
  }

  private static Attributes attributes(Inference inference) {
    TelemetryStream stream = new TelemetryStream("5eed", 1, Resource.empty());
    InferenceSpans spans = new InferenceSpans(stream, TelemetryOptions.defaults("1.0"));
    return SpanProtos.decoded(Objects.requireNonNull(spans.span(Calls.interpreted(inference))))
        .getAttributes();
  }
}
