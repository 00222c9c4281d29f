package io.plumbline.instrumentation.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.capture.Inference;
import io.plumbline.capture.Tensor;
import io.plumbline.instrumentation.AgentExtension;
import io.plumbline.instrumentation.methods.Scorers.Answer;
import io.plumbline.instrumentation.methods.Scorers.Country;
import io.plumbline.instrumentation.methods.Scorers.Payment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MethodsInstrumentationTest {
  @RegisterExtension
  static final AgentExtension agent =
      AgentExtension.with(
          Methods.of(
              """
              methods:
                - class: io.plumbline.instrumentation.methods.Scorers$Arrays
                  method: score(float[])
                  model: {name: doubler}
                  feature_names: [amount, hour]
                  prediction: {score: return}
                - class: io.plumbline.instrumentation.methods.Scorers$Arr*
                  method: "scoreA*"
                - class: io.plumbline.instrumentation.methods.Scorers$Arrays
                  method: fixed
                - class: io.plumbline.instrumentation.methods.Scorers$Arrays
                  method: ofFour
                  features: {first: arg0, last: arg3}
                - class: io.plumbline.instrumentation.methods.Scorers$Arrays
                  method: ofFive
                  features: {first: arg0, last: arg4}
                - class: io.plumbline.instrumentation.methods.Scorers$Typed
                  method: score
                  library: acme
                  model: {name: churn, version: this.version}
                  features: arg0
                  prediction: {label: return.label, score: return.probability, probabilities: return.all}
                - class: io.plumbline.instrumentation.methods.Scorers$Typed
                  method: maybe
                  features: {amount: arg0.amount, note: arg0.note}
                  prediction: {label: return.label}
                - class: io.plumbline.instrumentation.methods.Scorers$Typed
                  method: scoreAll
                  prediction: {label: "return[*].label", probabilities: "return[*].all"}
                - class: io.plumbline.instrumentation.methods.Scorers$Ranker
                  method: "rank*"
                  prediction: {label: return}
                - class: io.plumbline.instrumentation.methods.Scorers$Later
                  method: score
                  features: {}
                  prediction: {label: return.label, score: return.probability}
                - io.plumbline.instrumentation.methods.Scorers$Failing#score
                - class: io.plumbline.instrumentation.methods.Scorers$Versioned
                  method: "*core"
                  model: {name: this.name, version: this.version}
                  features: {amount: arg0}
                  prediction: {score: "arg2[0]", label: this.score}
                  correlation_id: arg1
              """));

  @Test
  void arraysAreFeaturesWithTheNamesOfTheConfiguration() {
    assertThat(new Scorers.Arrays().score(new float[] {1.5f, 20})).isEqualTo(3.0);

    Inference inference = agent.onlyInference();
    assertThat(inference.model().name()).isEqualTo("doubler");
    assertThat(inference.model().library()).isEqualTo("java");
    assertThat(inference.model().features()).containsExactly("amount", "hour");
    assertThat(inference.function())
        .isEqualTo("io.plumbline.instrumentation.methods.Scorers$Arrays.score");
    assertThat(inference.inputs()).containsExactly(Tensor.fp32("arg0", 1.5f, 20).reshaped(1, 2));
    assertThat(inference.score()).isEqualTo(Tensor.fp64("return", 3).reshaped(1, 1));
    assertThat(inference.batchSize()).isEqualTo(1);
    assertThat(inference.outputs()).isEmpty();
  }

  @Test
  void parameterListChoosesTheOverload() {
    assertThat(new Scorers.Arrays().score(new double[] {1})).isEqualTo(3.0);

    assertThat(agent.sink().inferences()).isEmpty();
  }

  @Test
  void starsStandForAnyPartOfTheNames() {
    new Scorers.Arrays().scoreAll(new float[][] {{1, 2}, {3, 4}, {5, 6}});

    Inference inference = agent.onlyInference();
    assertThat(inference.model().name()).isEqualTo("Arrays");
    assertThat(inference.batchSize()).isEqualTo(3);
    assertThat(inference.inputs())
        .containsExactly(Tensor.fp32("arg0", 1, 2, 3, 4, 5, 6).reshaped(3, 2));
    assertThat(inference.outputs()).containsExactly(Tensor.fp32("return", 1, 3, 5).reshaped(3, 1));
  }

  @Test
  void staticMethodWithoutArgumentsIsAnInferenceToo() {
    assertThat(Scorers.Arrays.fixed()).isEqualTo(42);

    Inference inference = agent.onlyInference();
    assertThat(inference.inputs()).isEmpty();
    assertThat(inference.model().name()).isEqualTo("Arrays");
    assertThat(inference.score()).isEqualTo(Tensor.int64("return", 42).reshaped(1, 1));
  }

  @Test
  void argumentsAreTheSameHoweverManyThereAre() {
    Scorers.Arrays scorer = new Scorers.Arrays();

    assertThat(scorer.ofFour(1, "x", 2L, true) + Scorers.Arrays.ofFive(1, "x", 2L, 'c', true))
        .isEqualTo(3 + 3);

    assertThat(agent.sink().inferences())
        .hasSize(2)
        .allSatisfy(
            inference -> {
              assertThat(inference.inputs())
                  .extracting(Tensor::name)
                  .containsExactly("first", "last");
              assertThat(inference.inputs()).allMatch(input -> input.doubleAt(0) == 1);
              assertThat(inference.score()).isEqualTo(Tensor.fp64("return", 3).reshaped(1, 1));
            });
  }

  @Test
  void recordsAreFeaturesAndPathsReadThePrediction() {
    new Scorers.Typed().score(new Payment(250, Country.DE, null, 3));

    Inference inference = agent.onlyInference();
    assertThat(inference.model().library()).isEqualTo("acme");
    assertThat(inference.model().name()).isEqualTo("churn");
    assertThat(inference.model().version()).isEqualTo("3");
    assertThat(inference.inputs())
        .containsExactly(
            Tensor.fp64("amount", 250).reshaped(1, 1),
            Tensor.bytes("country", "DE").reshaped(1, 1),
            Tensor.fp64("note", Double.NaN).reshaped(1, 1),
            Tensor.int64("items", 3).reshaped(1, 1));
    assertThat(inference.label()).isEqualTo(Tensor.bytes("label", "fraud").reshaped(1, 1));
    assertThat(inference.score()).isEqualTo(Tensor.fp32("probability", .75f).reshaped(1, 1));
    Tensor probabilities = Objects.requireNonNull(inference.probabilities());
    assertThat(probabilities.doubleAt(1)).isEqualTo(.75);
    assertThat(Objects.requireNonNull(probabilities.classes()).textAt(1)).isEqualTo("fraud");
  }

  @Test
  void optionalIsSeenThroughAndNullOnTheWayIsSaidOnce() {
    new Scorers.Typed().maybe(new Payment(5, Country.FR, "gift", 1));
    Inference inference = agent.onlyInference();
    assertThat(inference.inputs())
        .containsExactly(
            Tensor.fp64("amount", 5).reshaped(1, 1), Tensor.bytes("note", "gift").reshaped(1, 1));
    assertThat(inference.label()).isEqualTo(Tensor.bytes("label", "legit").reshaped(1, 1));

    new Scorers.Typed().maybe(null);
    new Scorers.Typed().maybe(null);

    assertThat(agent.sink().inferences()).hasSize(3);
    assertThat(agent.sink().inferences().get(2).inputs()).isEmpty();
    String method = " of io.plumbline.instrumentation.methods.Scorers$Typed#maybe: ";
    assertThat(agent.takeErrors())
        .containsExactly(
            Map.entry("reading arg0.amount" + method + PATH_EXCEPTION, 2L),
            Map.entry("reading arg0.note" + method + PATH_EXCEPTION, 2L),
            Map.entry("reading return.label" + method + PATH_EXCEPTION, 2L));
  }

  private static final String PATH_EXCEPTION = "io.plumbline.path.PathException";

  @Test
  void methodsOfAnInterfaceAreFoundWhereverTheyAreImplemented() {
    List<Payment> payments =
        List.of(new Payment(500, Country.FR, "a", 1), new Payment(5, Country.DE, "b", 2));
    new Scorers.AmountRanker().rank(payments);
    new Scorers.AmountRanker().rankTwice(payments);
    new Scorers.OwnRanker().rank(payments);

    List<Inference> inferences = agent.sink().inferences();
    assertThat(inferences)
        .extracting(Inference::function)
        .extracting(function -> function.substring(function.lastIndexOf('$') + 1))
        .containsExactly("BaseRanker.rank", "Ranker.rankTwice", "OwnRanker.rank");
    assertThat(inferences)
        .extracting(inference -> inference.model().name())
        .containsExactly("AmountRanker", "AmountRanker", "OwnRanker");
    assertThat(inferences.get(0).label())
        .isEqualTo(Tensor.bytes("return", "high", "low").reshaped(2, 1));
    assertThat(inferences.get(0).batchSize()).isEqualTo(2);
    assertThat(inferences.get(0).inputs())
        .containsExactly(
            Tensor.fp64("amount", 500, 5).reshaped(2, 1),
            Tensor.bytes("country", "FR", "DE").reshaped(2, 1),
            Tensor.bytes("note", "a", "b").reshaped(2, 1),
            Tensor.int64("items", 1, 2).reshaped(2, 1));
  }

  @Test
  void rowsOfABatchEachHaveTheirPrediction() {
    new Scorers.Typed()
        .scoreAll(
            List.of(new Payment(500, Country.FR, "a", 1), new Payment(5, Country.DE, "b", 2)));

    Inference inference = agent.onlyInference();
    assertThat(inference.batchSize()).isEqualTo(2);
    assertThat(inference.label()).isEqualTo(Tensor.bytes("label", "fraud", "legit").reshaped(2, 1));
    Tensor probabilities = Objects.requireNonNull(inference.probabilities());
    assertThat(probabilities.shape()).containsExactly(2, 2);
    assertThat(probabilities.doubleAt(3)).isEqualTo(.25);
    assertThat(Objects.requireNonNull(probabilities.classes()).textAt(1)).isEqualTo("fraud");
  }

  @Test
  void predictionMayBeAnArgumentAndTheHookedMethodIsNotCalledAgain() {
    new Scorers.Versioned("risk", 4).score(10, "req-7", new double[1]);
    new Scorers.Versioned("risk", 5).score(20, "req-8", new double[1]);

    List<Inference> inferences = agent.sink().inferences();
    assertThat(inferences)
        .extracting(inference -> inference.model().name() + " " + inference.model().version())
        .containsExactly("risk 4", "risk 5");
    assertThat(inferences).extracting(Inference::correlationId).containsExactly("req-7", "req-8");
    assertThat(inferences.get(0).score()).isEqualTo(Tensor.fp64("arg2", 5).reshaped(1, 1));
    assertThat(inferences.get(0).label()).isNull();
    assertThat(agent.takeErrors()).hasSize(1).containsValue(2L);
  }

  @Test
  void resultThatIsThereAlreadyEndsTheInferenceAtOnce() {
    CompletableFuture<Answer> done = CompletableFuture.completedFuture(answer("a"));

    CompletionStage<Answer> handed = new Scorers.Later().score(done);

    assertThat(handed).isSameAs(done);
    assertThat(agent.onlyInference().label()).isEqualTo(Tensor.bytes("label", "a").reshaped(1, 1));
  }

  @Test
  void resultThatComesLaterEndsTheInferenceWhereItCompletes() throws InterruptedException {
    CompletableFuture<Answer> first = new CompletableFuture<>();
    CompletableFuture<Answer> second = new CompletableFuture<>();
    new Scorers.Later().score(first);
    new Scorers.Later().score(second);
    assertThat(agent.sink().inferences()).isEmpty();

    Thread completer = new Thread(() -> second.complete(answer("b")), "completer");
    completer.start();
    completer.join();
    first.complete(answer("a"));

    List<Inference> inferences = agent.sink().inferences();
    assertThat(inferences).extracting(Inference::sequence).containsExactly(1L, 0L);
    assertThat(inferences.get(0).threadName()).isEqualTo("completer");
    assertThat(inferences.get(0).label()).isEqualTo(Tensor.bytes("label", "b").reshaped(1, 1));
  }

  @Test
  void resultThatFailsLaterIsAnErrorOfItsOwnType() {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    CompletionStage<Answer> handed = new Scorers.Later().score(answer.thenApply(each -> each));
    answer.completeExceptionally(new IllegalStateException("no model"));

    Inference inference = agent.onlyInference();
    assertThat(inference.outcome().errorType()).isEqualTo("java.lang.IllegalStateException");
    assertThat(inference.label()).isNull();
    assertThat(handed.toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void stageThatCannotBeListenedToEndsTheInferenceAtOnce() {
    CompletableFuture<Answer> deaf =
        new CompletableFuture<>() {
          @Override
          public CompletableFuture<Answer> whenComplete(
              BiConsumer<? super Answer, ? super Throwable> listener) {
            throw new UnsupportedOperationException(super.whenComplete(listener).toString());
          }
        };

    assertThat(new Scorers.Later().score(deaf)).isSameAs(deaf);
    deaf.complete(answer("late"));
    new Scorers.Later().score(CompletableFuture.completedFuture(answer("next")));

    assertThat(agent.sink().inferences()).hasSize(2);
    assertThat(agent.sink().inferences().get(0).label()).isNull();
    assertThat(agent.sink().inferences().get(1).label()).isNotNull();
    assertThat(agent.takeErrors()).hasSize(1);
  }

  @Test
  void resultThatTheHostDropsEndsAsCancelled() {
    new Scorers.Later().score(new CompletableFuture<>());
    CompletableFuture<Answer> done = CompletableFuture.completedFuture(answer("a"));

    for (int i = 0; i < 200 && !isEnded(0); i++) {
      System.gc();
      new Scorers.Later().score(done);
    }

    Inference dropped =
        agent.sink().inferences().stream().filter(each -> each.sequence() == 0).findFirst().get();
    assertThat(dropped.outcome().errorType())
        .isEqualTo("java.util.concurrent.CancellationException");
  }

  private static boolean isEnded(long sequence) {
    return agent.sink().inferences().stream().anyMatch(each -> each.sequence() == sequence);
  }

  @Test
  void hostReceivesItsOwnException() {
    assertThatThrownBy(() -> new Scorers.Failing().score("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bad input x");

    Inference inference = agent.onlyInference();
    assertThat(inference.outcome().errorType()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(inference.inputs()).containsExactly(Tensor.bytes("arg0", "x").reshaped(1, 1));
    assertThat(inference.model().name()).isEqualTo("Failing");
  }

  private static Answer answer(String label) {
    return new Answer(label, 1, Map.of());
  }
}
