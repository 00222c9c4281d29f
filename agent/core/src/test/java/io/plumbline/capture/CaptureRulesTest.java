package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.NamePattern;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionPolicy.Values;
import io.plumbline.redact.RedactionRule;
import io.plumbline.redact.RedactionTarget;
import io.plumbline.redact.ValueRule;
import io.plumbline.redact.Vocabularies;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is in the record when rules are in force. */
class CaptureRulesTest {
  private static final HashKey KEY = HashKey.of("a key that nobody has", "k1");

  @RegisterExtension final RecorderExtension recorder = RecorderExtension.with(Values.SAFE);

  private final RegisteredHook hook = recorder.hooks().register("test", "Scorer.score");

  @Test
  void eachRuleDoesToItsFeatureWhatItSays() {
    Inference inference =
        record(
            false,
            List.of(
                feature("amount", ValueRule.round(10, true)),
                feature("age", ValueRule.bucket(new double[] {0, 18, 65}, true)),
                feature("phone", ValueRule.mask(2)),
                feature("city", ValueRule.truncate(3, true)),
                feature("customer", ValueRule.hash()),
                feature("open", ValueRule.allow(false)),
                feature("secret", ValueRule.drop())),
            call -> {
              call.scalar(TensorRole.INPUT, "amount", 44.9);
              call.scalar(TensorRole.INPUT, "age", 37L);
              call.scalar(TensorRole.INPUT, "phone", "0171 2345678");
              call.scalar(TensorRole.INPUT, "city", "Zürich");
              call.scalar(TensorRole.INPUT, "customer", 4711L);
              call.scalar(TensorRole.INPUT, "open", "alice@example.org");
              call.scalar(TensorRole.INPUT, "secret", "hidden");
              call.scalar(TensorRole.INPUT, "other", 3.5);
            });

    assertThat(inference.inputs())
        .extracting(Tensor::name)
        .containsExactly("amount", "age", "phone", "city", "customer", "open", "secret", "other");
    assertThat(input(inference, 0).doubleAt(0)).isEqualTo(40);
    assertThat(input(inference, 1).longAt(0)).isEqualTo(18);
    assertThat(input(inference, 2).textAt(0)).isEqualTo("****78");
    assertThat(input(inference, 3).textAt(0)).isEqualTo("Zür");
    assertThat(input(inference, 4).textAt(0)).isEqualTo(KEY.written("4711"));
    assertThat(input(inference, 5).textAt(0)).isEqualTo("alice@example.org");
    assertThat(input(inference, 6).isRemoved(0)).isTrue();
    assertThat(text()).doesNotContain("hidden");
    assertThat(input(inference, 7).doubleAt(0)).isEqualTo(3.5);
    assertThat(inference.redactionFailures()).isZero();
  }

  @Test
  void firstRuleThatMatchesCounts() {
    Inference inference =
        record(
            false,
            List.of(
                feature("card_type", ValueRule.allow(true)), feature("card_*", ValueRule.drop())),
            call -> {
              call.scalar(TensorRole.INPUT, "card_type", "gold");
              call.scalar(TensorRole.INPUT, "card_number", "4111");
            });

    assertThat(inference.inputs()).extracting(Tensor::name).containsExactly("card_type");
    assertThat(input(inference, 0).textAt(0)).isEqualTo("gold");
  }

  @Test
  void columnsOfAnArrayHaveRulesByNameAndByPlace() {
    float[] values = new float[100 * 5];
    Arrays.setAll(new Object[values.length], i -> values[i] = i % 5 + 0.25f);
    List<RedactionRule> rules =
        List.of(
            feature("b", ValueRule.drop()),
            feature("x.2", ValueRule.round(1, true)),
            feature("e", ValueRule.drop()));
    Inference named =
        record(
            false,
            rules,
            call ->
                call.tensor(TensorRole.INPUT, "x", DataType.FP32, 100, 5).floats(values).close());

    Tensor x = input(named, 0);
    assertThat(x.rows()).isEqualTo(64);
    assertThat(named.model().features()).containsExactly("a", "b", "c", "d", "e");
    for (int row = 0; row < x.rows(); row++) {
      assertThat(x.isRemoved(row * 5)).isFalse();
      assertThat(x.isRemoved(row * 5 + 1)).isTrue();
      assertThat(x.doubleAt(row * 5 + 1)).isZero();
      assertThat(x.doubleAt(row * 5 + 2)).isEqualTo(2);
      assertThat(x.doubleAt(row * 5 + 3)).isEqualTo(3.25);
      assertThat(x.isRemoved(row * 5 + 4)).isTrue();
    }
  }

  @Test
  void allowListDropsWhatItDoesNotNameWithItsName() {
    Inference inference =
        record(
            true,
            List.of(
                feature("amount", ValueRule.allow(true)), feature("x.1", ValueRule.allow(true))),
            call -> {
              call.scalar(TensorRole.INPUT, "amount", 3.0);
              call.scalar(TensorRole.INPUT, "diagnosis of Jane Doe", 1.0);
              call.tensor(TensorRole.INPUT, "x", DataType.FP64, 1, 3)
                  .doubles(new double[] {7, 8, 9})
                  .close();
              call.scalar(TensorRole.LABEL, "", "flu");
              call.scalar(TensorRole.SCORE, "", 0.123);
              call.correlationId("Jane Doe 7");
            });

    assertThat(inference.inputs()).extracting(Tensor::name).containsExactly("amount", "x");
    assertThat(input(inference, 1).isRemoved(0)).isTrue();
    assertThat(input(inference, 1).doubleAt(1)).isEqualTo(8);
    assertThat(inference.label()).isNull();
    assertThat(inference.score()).isNull();
    assertThat(inference.correlationId()).isNull();
    assertThat(inference.threadName()).isNull();
    assertThat(inference.outcome().errorMessage()).isNull();
    assertThat(inference.model().name()).startsWith("hash:k1:");
    assertThat(text())
        .doesNotContain("Jane")
        .doesNotContain("flu")
        .doesNotContain("Scoring failed");
  }

  @Test
  void ruleThatCannotBeAppliedRemovesTheValueAndIsCounted() {
    Inference inference =
        record(
            false,
            List.of(
                feature("text", ValueRule.round(1, true)),
                feature("fraction", ValueRule.hash()),
                feature("half", ValueRule.round(1, true))),
            call -> {
              call.scalar(TensorRole.INPUT, "text", "34");
              call.scalar(TensorRole.INPUT, "fraction", 0.5);
              call.tensor(TensorRole.INPUT, "half", DataType.FP16, 1, 1).append(15360L);
              call.tensor(TensorRole.INPUT, "z", DataType.FP32, 1, 1).floats(new float[1]).close();
            });

    assertThat(inference.redactionFailures()).isEqualTo(3);
    assertThat(input(inference, 0).isRemoved(0)).isTrue();
    assertThat(input(inference, 0).textAt(0)).isEmpty();
    assertThat(input(inference, 1).isRemoved(0)).isTrue();
  }

  @Test
  void namesThatComeFromDataAreLookedThrough() {
    Inference inference =
        record(false, List.of(), call -> call.scalar(TensorRole.INPUT, "alice@example.org", 1.0));

    assertThat(input(inference, 0).name()).isEqualTo(KEY.written("alice@example.org"));
    assertThat(text()).doesNotContain("alice");
  }

  /** A map that is keyed by customers: what is no name of a feature is none. */
  @Test
  void moreNamesThanAModelHasAreHashed() {
    Inference inference = null;
    InferenceRecorder.install(recorder.over(policy(false, List.of())));
    ModelCapture model = InferenceRecorder.describe(ModelRef.of("test", "m"));
    for (int i = 0; i < 600; i++) {
      InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
      call.model(model);
      call.scalar(TensorRole.INPUT, "customer number " + i, 1.0);
      InferenceRecorder.end(call, null);
      inference = recorder.sink().inferences().get(i);
    }

    assertThat(input(recorder.sink().inferences().get(0), 0).name()).isEqualTo("customer number 0");
    assertThat(input(Objects.requireNonNull(inference), 0).name()).startsWith("hash:k1:");
  }

  @Test
  void smallVocabularyIsShownOnceItIsProven() {
    InferenceRecorder.install(recorder.over(policy(false, List.of())));
    ModelCapture model = InferenceRecorder.describe(ModelRef.of("test", "m"));
    for (int i = 0; i < 1100; i++) {
      InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
      call.model(model);
      call.scalar(TensorRole.INPUT, "country", i % 2 == 0 ? "FR" : "DE");
      call.scalar(TensorRole.INPUT, "ip", "10.0.0.1");
      call.scalar(TensorRole.INPUT, "name", "person " + i);
      InferenceRecorder.end(call, null);
    }

    Inference first = recorder.sink().inferences().get(0);
    assertThat(first.inputs()).allMatch(tensor -> tensor.textAt(0).startsWith("hash:k1:"));
    Inference last = recorder.sink().inferences().get(1099);
    assertThat(input(last, 0).textAt(0)).isEqualTo("DE");
    assertThat(input(last, 1).textAt(0)).startsWith("hash:");
    assertThat(input(last, 2).textAt(0)).startsWith("hash:");
  }

  private Inference record(
      boolean allowList, List<RedactionRule> rules, Consumer<InFlightInference> capture) {
    InferenceRecorder.install(recorder.over(policy(allowList, rules)));
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
    ModelRef model = ModelRef.of("test", "m").withFeatures(List.of("a", "b", "c", "d", "e"));
    call.model(InferenceRecorder.describe(model));
    capture.accept(call);
    InferenceRecorder.end(call, new IllegalStateException("Scoring failed for Jane Doe"));
    return recorder.onlyInference();
  }

  private static RedactionPolicy policy(boolean allowList, List<RedactionRule> rules) {
    return new RedactionPolicy(Values.SAFE, allowList, rules, List.of(), KEY, new Vocabularies());
  }

  private static RedactionRule feature(String name, ValueRule rule) {
    return new RedactionRule(
        null, RedactionTarget.FEATURE, List.of(new NamePattern(name)), rule, name);
  }

  private static Tensor input(Inference inference, int index) {
    return inference.inputs().get(index);
  }

  private String text() {
    return new String(recorder.sink().records().get(0), StandardCharsets.UTF_8);
  }
}
