package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.redact.RedactionPolicy.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CaptureRedactionTest {
  private static final String SECRET = "alice@example.org";
  private static final long CARD = 4111111111111111L;

  @RegisterExtension final RecorderExtension recorder = RecorderExtension.with(Values.SAFE);

  private final RegisteredHook hook = recorder.hooks().register("test", "Scorer.score");

  @ParameterizedTest
  @EnumSource(names = {"NONE", "NUMBERS", "SAFE"})
  void stringsThatNobodyNamedAreNotInTheRecord(Values values) {
    record(values, NamedFeatures.of());

    assertThat(text()).doesNotContain(SECRET);
    assertThat(card()).isZero();
  }

  @Test
  void allKeepsThemSoTheSearchWorks() {
    record(Values.ALL, NamedFeatures.of());

    assertThat(text()).contains(SECRET);
    assertThat(card()).isEqualTo(CARD);
  }

  @Test
  void safeKeepsTheFeaturesAndLabelsThatTheConfigurationNames() {
    record(Values.SAFE, NamedFeatures.of("email", "card"));

    Inference inference = recorder.onlyInference();
    assertThat(inference.inputs().get(0).textAt(0)).isEqualTo(SECRET);
    assertThat(card()).isEqualTo(CARD);
    assertThat(Objects.requireNonNull(inference.label()).textAt(0)).startsWith("hash:");
  }

  @Test
  void safeHashesEqualStringsEqually() {
    record(Values.SAFE, NamedFeatures.of());
    record(Values.SAFE, NamedFeatures.of());

    List<Inference> both = recorder.sink().inferences();
    assertThat(both.get(0).inputs()).isEqualTo(both.get(1).inputs());
  }

  @Test
  void ruleOfEachColumnIsItsOwn() {
    InferenceRecorder.install(recorder.over(Values.SAFE, NamedFeatures.of("card")));
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
    ModelRef model = ModelRef.of("test", "m").withFeatures(List.of("card", "other"));
    call.model(InferenceRecorder.describe(model));
    long[] values = {CARD, CARD, CARD, CARD};
    call.tensor(TensorRole.INPUT, "x", DataType.INT64, 2, 2).longs(values).close();
    InferenceRecorder.end(call, null);

    Tensor x = recorder.onlyInference().inputs().get(0);
    assertThat(List.of(x.longAt(0), x.longAt(1), x.longAt(2), x.longAt(3)))
        .containsExactly(CARD, 0L, CARD, 0L);
    assertThat(x.isRemoved(0)).isFalse();
    assertThat(x.isRemoved(3)).isTrue();
  }

  private void record(Values values, ModelConfiguration models) {
    InferenceRecorder.install(recorder.over(values, models));
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
    call.model(InferenceRecorder.describe(ModelRef.of("test", "m")));
    call.scalar(TensorRole.INPUT, "email", SECRET);
    call.scalar(TensorRole.INPUT, "card", CARD);
    TensorWriter tokens = call.tensor(TensorRole.INPUT, "tokens", DataType.BYTES, new long[] {1});
    tokens.append(SECRET);
    tokens.close();
    call.scalar(TensorRole.LABEL, "", SECRET);
    InferenceRecorder.end(call, new IllegalArgumentException("bad address: " + SECRET));
  }

  private String text() {
    List<byte[]> records = recorder.sink().records();
    return new String(records.get(records.size() - 1), StandardCharsets.ISO_8859_1);
  }

  private long card() {
    List<Tensor> inputs = recorder.onlyInference().inputs();
    return inputs.size() > 1 ? inputs.get(1).longAt(0) : 0;
  }

  /** As {@code models: [{features: …}]} does. */
  private record NamedFeatures(Set<String> names) implements ModelConfiguration {
    static NamedFeatures of(String... names) {
      return new NamedFeatures(Set.of(names));
    }

    @Override
    public ModelRef complete(ModelRef seen) {
      return seen;
    }

    @Override
    public Set<String> namedFeatures(ModelRef completed) {
      return names;
    }

    @Override
    public boolean namesLabels(ModelRef completed) {
      return false;
    }
  }
}
