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
  void safeKeepsTheFeaturesThatTheConfigurationNamesUnlessADetectorKnowsThem() {
    record(Values.SAFE, NamedFeatures.of("email", "card", "country"));

    Inference inference = recorder.onlyInference();
    assertThat(inference.inputs().get(0).textAt(0)).startsWith("hash:");
    assertThat(card()).isZero();
    assertThat(inference.inputs().get(3).textAt(0)).isEqualTo("FR");
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
    InferenceRecorder.install(recorder.over(Values.SAFE, NamedFeatures.of("country")));
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
    ModelRef model = ModelRef.of("test", "m").withFeatures(List.of("country", "other"));
    call.model(InferenceRecorder.describe(model));
    TensorWriter texts = call.tensor(TensorRole.INPUT, "x", DataType.BYTES, 2, 2);
    for (int i = 0; i < 4; i++) {
      texts.append("FR");
    }
    texts.close();
    InferenceRecorder.end(call, null);

    Tensor x = recorder.onlyInference().inputs().get(0);
    assertThat(List.of(x.textAt(0), x.textAt(2))).containsOnly("FR");
    assertThat(List.of(x.textAt(1), x.textAt(3))).allMatch(text -> text.startsWith("hash:"));
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
    call.scalar(TensorRole.INPUT, "country", "FR");
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
