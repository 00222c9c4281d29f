package io.plumbline.instrumentation.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.capture.AgentTasks;
import io.plumbline.capture.Inference;
import io.plumbline.capture.Outcome;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.Tensor;
import io.plumbline.instrumentation.AgentExtension;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.IEvaluation;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XgboostInstrumentationTest {
  @RegisterExtension
  static final AgentExtension agent = AgentExtension.with(new XgboostInstrumentation());

  @BeforeEach
  void runTasksAtOnce() {
    AgentTasks.install(Runnable::run);
  }

  @AfterEach
  void uninstallTasks() {
    AgentTasks.install(null);
  }

  @Test
  void predictIsOneInferenceWithFeaturesAndPrediction(@TempDir Path directory) throws Exception {
    Booster trained = TrainedBooster.of("binary:logistic");
    trained.setFeatureNames(new String[] {"amount", "hour"});
    trained.setAttr("model_version", "7");
    trained.setAttr("model_name", "not this one");
    Path file = directory.resolve("fraud.json");
    trained.saveModel(file.toString());

    float[][] predicted;
    Booster booster = XGBoost.loadModel(file.toString());
    DMatrix data = new DMatrix(new float[] {.9f, .5f, .1f, Float.NaN}, 2, 2, Float.NaN);
    predicted = booster.predict(data);
    data.dispose();

    Inference inference = agent.onlyInference();
    assertThat(inference.model().name()).isEqualTo("fraud");
    assertThat(inference.model().version()).isEqualTo("7");
    assertThat(inference.model().library()).isEqualTo("xgboost");
    assertThat(inference.model().libraryVersion()).isEqualTo(XgboostVersion.NAME).isNotNull();
    assertThat(inference.model().features()).containsExactly("amount", "hour");
    assertThat(inference.batchSize()).isEqualTo(2);
    assertThat(inference.outputKind()).isEqualTo(OutputKind.BINARY_PROBABILITY);
    assertThat(inference.inputs())
        .containsExactly(Tensor.fp32("features", .9f, .5f, .1f, Float.NaN).reshaped(2, 2));
    assertThat(inference.outputs())
        .containsExactly(
            Tensor.fp32("prediction", predicted[0][0], predicted[1][0]).reshaped(2, 1));
    assertThat(inference.outcome()).isEqualTo(Outcome.OK);
    assertThat(inference.truncated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "binary:logistic, BINARY_PROBABILITY, 1",
    "binary:logitraw, SCORES, 1",
    "binary:hinge, CLASS_INDEX, 1",
    "multi:softprob, CLASS_PROBABILITIES, 3",
    "multi:softmax, CLASS_INDEX, 1",
    "reg:squarederror, SCORES, 1",
    "rank:ndcg, SCORES, 1"
  })
  void objectiveOfTheSavedModelSaysWhatTheOutputMeans(
      String objective, OutputKind kind, int columns) throws Exception {
    Booster trained = TrainedBooster.of(objective);

    for (String format : List.of("json", "ubj")) {
      predictOne(XGBoost.loadModel(trained.toByteArray(format)));
    }

    assertThat(agent.sink().inferences())
        .hasSize(2)
        .allSatisfy(
            inference -> {
              assertThat(inference.outputKind()).isEqualTo(kind);
              assertThat(inference.outputs().get(0).shape()).containsExactly(1, columns);
            });
  }

  @Test
  void objectiveOfTheOldBinaryFormatIsUnknown() throws Exception {
    Booster trained = TrainedBooster.of("binary:logistic");

    predictOne(XGBoost.loadModel(trained.toByteArray("deprecated")));

    assertThat(agent.onlyInference().outputKind()).isEqualTo(OutputKind.SCORES);
  }

  @Test
  void objectiveOfATrainedBoosterIsItsParameter() throws Exception {
    predictOne(TrainedBooster.of("binary:logistic"));

    assertThat(agent.onlyInference().outputKind()).isEqualTo(OutputKind.BINARY_PROBABILITY);
  }

  @Test
  void modelIsReadByTheAgentsThreadAndNotByTheHosts(@TempDir Path directory) throws Exception {
    Queue<Runnable> later = new ArrayDeque<>();
    AgentTasks.install(later::add);
    Path file = directory.resolve("fraud.ubj");
    TrainedBooster.of("binary:logistic").saveModel(file.toString());

    Booster booster = XGBoost.loadModel(file.toString());
    predictOne(booster);
    later.remove().run();
    predictOne(booster);

    assertThat(later).isEmpty();
    assertThat(agent.sink().inferences())
        .extracting(Inference::outputKind)
        .containsExactly(OutputKind.SCORES, OutputKind.BINARY_PROBABILITY);
    assertThat(agent.sink().inferences())
        .extracting(inference -> inference.model().name())
        .containsOnly("fraud");
  }

  @Test
  void modelOfAStreamIsNamedByItsAttribute() throws Exception {
    Booster trained = TrainedBooster.of("multi:softprob");
    trained.setAttr("model_name", "iris");
    trained.setAttr("version", "3");

    predictOne(XGBoost.loadModel(new ByteArrayInputStream(trained.toByteArray())));

    Inference inference = agent.onlyInference();
    assertThat(inference.model().name()).isEqualTo("iris");
    assertThat(inference.model().version()).isEqualTo("3");
    assertThat(inference.outputKind()).isEqualTo(OutputKind.CLASS_PROBABILITIES);
  }

  @Test
  void namesThatTheHostSetsLaterAreSeen() throws Exception {
    Booster booster = XGBoost.loadModel(TrainedBooster.of("reg:squarederror").toByteArray());
    predictOne(booster);
    booster.setAttrs(Map.of("model_name", "price"));
    booster.setFeatureNames(new String[] {"area", "rooms"});
    predictOne(booster);

    assertThat(agent.sink().inferences())
        .extracting(inference -> inference.model().name())
        .containsExactly("Booster", "price");
    assertThat(agent.sink().inferences().get(1).model().features())
        .containsExactly("area", "rooms");
  }

  @Test
  void everyPredictIsCountedOnceAndOnlyPredictionsHaveAMeaning() throws Exception {
    Booster booster = TrainedBooster.of("binary:logistic");
    DMatrix one = new DMatrix(new float[] {.9f, .5f}, 1, 2, Float.NaN);
    booster.predict(one);
    booster.predict(one, false);
    booster.predict(one, false, 2);
    booster.predict(one, true);
    booster.predict(one, true, 2);
    booster.predictLeaf(one, 0);
    booster.predictContrib(one, 0);
    one.dispose();

    List<Inference> inferences = agent.sink().inferences();
    assertThat(inferences)
        .extracting(Inference::outputKind)
        .containsExactly(
            OutputKind.BINARY_PROBABILITY,
            OutputKind.BINARY_PROBABILITY,
            OutputKind.BINARY_PROBABILITY,
            OutputKind.SCORES,
            OutputKind.SCORES,
            OutputKind.SCORES,
            OutputKind.SCORES);
    assertThat(inferences.get(5).outputs().get(0).shape()).containsExactly(1, 3);
    assertThat(inferences.get(6).outputs().get(0).shape()).containsExactly(1, 3);
  }

  @Test
  void predictionOfAnArrayNeedsNoMatrix() throws Exception {
    Booster booster = TrainedBooster.of("binary:logistic");
    float[] rows = {.9f, -1, .1f, .5f};
    float[][] predicted = booster.inplace_predict(rows, 2, 2, -1);
    booster.inplace_predict(rows, 2, 2, -1, new int[] {0, 0});
    booster.inplace_predict(rows, 2, 2, -1, new int[] {0, 0}, Booster.PredictionType.kMargin, null);

    List<Inference> inferences = agent.sink().inferences();
    assertThat(inferences)
        .extracting(Inference::outputKind)
        .containsExactly(
            OutputKind.BINARY_PROBABILITY, OutputKind.BINARY_PROBABILITY, OutputKind.SCORES);
    assertThat(inferences.get(0).inputs())
        .containsExactly(Tensor.fp32("features", .9f, Float.NaN, .1f, .5f).reshaped(2, 2));
    assertThat(inferences.get(0).outputs())
        .containsExactly(
            Tensor.fp32("prediction", predicted[0][0], predicted[1][0]).reshaped(2, 1));
  }

  @Test
  void hostReceivesItsOwnExceptionWhenPredictFails() throws Exception {
    Booster booster = TrainedBooster.of("binary:logistic");
    DMatrix wide = new DMatrix(new float[] {1, 2, 3}, 1, 3, Float.NaN);

    assertThatThrownBy(() -> booster.predict(wide)).isInstanceOf(XGBoostError.class);

    wide.dispose();
    Inference inference = agent.onlyInference();
    assertThat(inference.outcome().errorType()).isEqualTo("ml.dmlc.xgboost4j.java.XGBoostError");
    assertThat(inference.inputs()).containsExactly(Tensor.fp32("features", 1, 2, 3).reshaped(1, 3));
    assertThat(inference.outputs()).isEmpty();
  }

  @Test
  void hostResultIsUntouchedWhenCaptureFails() throws Exception {
    DMatrix data = TrainedBooster.data(2);
    Map<String, Object> refusesGet =
        new HashMap<>(TrainedBooster.parameters("binary:logistic")) {
          @Override
          public Object get(Object key) {
            throw new UnsupportedOperationException("get");
          }
        };

    Booster booster = XGBoost.train(data, refusesGet, 3, new HashMap<>(), null, null);

    assertThat(agent.takeErrors()).hasSize(1);
    assertThat(booster.predict(data)).hasNumberOfRows(TrainedBooster.ROWS);
    assertThat(agent.onlyInference().training()).isFalse();
    data.dispose();
  }

  @Test
  void predictionsThatTrainingMakesAreMarkedUntilItEndsOrFails() throws Exception {
    DMatrix data = TrainedBooster.data(2);
    Map<String, Object> parameters = TrainedBooster.parameters("binary:logistic");
    Map<String, DMatrix> watched = Map.of("first", data, "second", data);

    assertThatThrownBy(() -> XGBoost.train(data, parameters, 2, watched, null, new Refusal()))
        .hasMessage("refused");
    predictOne(TrainedBooster.of("binary:logistic"));
    data.dispose();

    assertThat(agent.sink().inferences())
        .extracting(Inference::training)
        .containsExactly(true, true, false);
  }

  /** Evaluates the first watched set, and stops the training at the second. */
  private static final class Refusal implements IEvaluation {
    private static final long serialVersionUID = 1;

    private int calls;

    @Override
    public String getMetric() {
      return "refusal";
    }

    @Override
    public float eval(float[][] predicted, DMatrix data) {
      if (++calls == 2) {
        throw new IllegalStateException("refused");
      }
      return predicted.length;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void concurrentPredictionsDoNotMixTheirValues(int threads) throws Exception {
    int calls = 40;
    Booster booster = TrainedBooster.of("reg:squarederror");
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        done.add(pool.submit(predictions(booster, i * calls, calls)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      pool.shutdown();
    }

    List<Inference> inferences = agent.sink().inferences();
    assertThat(inferences)
        .extracting(inference -> inference.inputs().get(0).doubleAt(1))
        .hasSize(threads * calls)
        .doesNotHaveDuplicates();
    assertThat(inferences)
        .allSatisfy(
            inference ->
                assertThat(inference.outputs().get(0).doubleAt(0))
                    .isEqualTo(expected(inference.inputs().get(0).doubleAt(0), inferences)));
  }

  /** The first feature alone decides: equal ones have equal predictions. */
  private static double expected(double feature, List<Inference> inferences) {
    return inferences.stream()
        .filter(other -> other.inputs().get(0).doubleAt(0) == feature)
        .findFirst()
        .orElseThrow()
        .outputs()
        .get(0)
        .doubleAt(0);
  }

  private static Callable<Void> predictions(Booster booster, int base, int calls) {
    return () -> {
      for (int i = 0; i < calls; i++) {
        DMatrix row = new DMatrix(new float[] {(i % 2) * .9f, 10f + base + i}, 1, 2, Float.NaN);
        booster.predict(row);
        row.dispose();
      }
      return null;
    };
  }

  private static void predictOne(Booster booster) throws XGBoostError {
    DMatrix one = new DMatrix(new float[] {.9f, .5f}, 1, 2, Float.NaN);
    booster.predict(one);
    one.dispose();
  }
}
