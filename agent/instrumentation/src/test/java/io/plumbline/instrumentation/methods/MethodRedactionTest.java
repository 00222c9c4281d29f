package io.plumbline.instrumentation.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.Inference;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.Tensor;
import io.plumbline.instrumentation.AgentExtension;
import io.plumbline.instrumentation.methods.Scorers.Country;
import io.plumbline.instrumentation.methods.Scorers.Payment;
import io.plumbline.redact.RedactionPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Under {@code capture.values: safe}: to name a thing is to allow it. */
class MethodRedactionTest {
  @RegisterExtension
  static final AgentExtension agent =
      AgentExtension.with(
          RecorderExtension.with(RedactionPolicy.Values.SAFE),
          Methods.of(
              """
              methods:
                - class: io.plumbline.instrumentation.methods.Scorers$Typed
                  method: score
                  prediction: {label: return.label}
                - class: io.plumbline.instrumentation.methods.Scorers$Typed
                  method: maybe
                  features: {amount: arg0.amount, note: arg0.note}
                  prediction: {label: return.label}
                - class: io.plumbline.instrumentation.methods.Scorers$Anything
                  method: run
              """));

  @Test
  void stringsThatNobodyNamedAreHashed() {
    new Scorers.Typed().score(new Payment(5, Country.FR, "a secret note", 4111_1111_1111_1111L));

    Inference inference = agent.onlyInference();
    assertThat(inference.inputs().get(0).doubleAt(0)).isEqualTo(5);
    assertThat(inference.inputs().get(1).textAt(0)).startsWith("hash:");
    assertThat(inference.inputs().get(2).textAt(0)).startsWith("hash:");
    assertThat(inference.inputs().get(3).isRemoved(0)).isTrue();
    String record = new String(agent.sink().records().get(0), StandardCharsets.ISO_8859_1);
    assertThat(record).doesNotContain("secret");
  }

  @Test
  void labelWithAPathIsNamed() {
    new Scorers.Typed().score(new Payment(500, Country.FR, "", 1));

    assertThat(Objects.requireNonNull(agent.onlyInference().label()).textAt(0)).isEqualTo("fraud");
  }

  @Test
  void featureWithAPathOfItsOwnIsNamed() {
    new Scorers.Typed().maybe(new Payment(5, Country.FR, "gift", 1));

    assertThat(agent.onlyInference().inputs())
        .contains(Tensor.bytes("note", "gift").reshaped(1, 1));
  }

  @Test
  void resultWithoutAPathIsNotNamed() {
    new Scorers.Anything().run(Map.of("name", "Jane Doe"), "a free text");

    Inference inference = agent.onlyInference();
    assertThat(Objects.requireNonNull(inference.label()).textAt(0)).startsWith("hash:");
    assertThat(inference.inputs().get(0).textAt(0)).startsWith("hash:");
  }
}
