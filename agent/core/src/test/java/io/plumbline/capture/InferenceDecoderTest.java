package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.redact.RedactionPolicy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InferenceDecoderTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final RegisteredHook run = recorder.hooks().register("any", "Any.predict");
  private final InferenceDecoder decoder = new InferenceDecoder();

  @Test
  void recordsOfOneModelShareItAndAreWhatTheCodecReads() {
    ModelRef fraud = ModelRef.of("any", "fraud").withFeatures(List.of("a", "b"));
    ModelRef iris = ModelRef.of("any", "iris").withVersion("2");
    for (ModelRef model : List.of(fraud, fraud, iris, fraud, iris)) {
      InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(run.index()));
      call.model(InferenceRecorder.describe(model));
      call.scalar(TensorRole.INPUT, "x", 1.5);
      InferenceRecorder.end(call, null);
    }

    List<Inference> decoded =
        recorder.sink().records().stream().map(ByteBuffer::wrap).map(decoder::decode).toList();

    assertThat(decoded).isEqualTo(recorder.sink().inferences());
    assertThat(decoded)
        .extracting(Inference::model)
        .containsExactly(fraud, fraud, iris, fraud, iris);
    assertThat(decoded.get(1).model()).isSameAs(decoded.get(0).model());
    assertThat(decoded.get(3).model()).isSameAs(decoded.get(0).model());
    assertThat(decoded.get(4).model()).isSameAs(decoded.get(2).model());
    assertThat(decoded).extracting(Inference::policy).doesNotContain("");
  }
}
