package io.plumbline.instrumentation.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.plumbline.capture.Inference;
import io.plumbline.capture.Outcome;
import io.plumbline.capture.Tensor;
import io.plumbline.instrumentation.AgentExtension;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeInstrumentationTest {
  @RegisterExtension
  static final AgentExtension agent = AgentExtension.with(new OnnxRuntimeInstrumentation());

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  @Test
  void runIsOneInferenceWithInputsAndOutputs() throws OrtException {
    try (OrtSession session = session(OnnxModels.addOne());
        OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{1, 2}, {3, 4}});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      assertThat((float[][]) result.get(0).getValue())
          .isDeepEqualTo(new float[][] {{2, 3}, {4, 5}});
    }

    Inference inference = agent.onlyInference();
    assertThat(inference.inputs()).containsExactly(Tensor.fp32("x", 1, 2, 3, 4).reshaped(2, 2));
    assertThat(inference.outputs()).containsExactly(Tensor.fp32("y", 2, 3, 4, 5).reshaped(2, 2));
    assertThat(inference.batchSize()).isEqualTo(2);
    assertThat(inference.outcome()).isEqualTo(Outcome.OK);
    assertThat(inference.truncated()).isFalse();
    assertThat(inference.model().library()).isEqualTo("onnxruntime");
    assertThat(inference.model().libraryVersion()).isEqualTo(environment.getVersion());
  }

  @Test
  void everyOverloadOfRunIsCountedOnce() throws OrtException {
    try (OrtSession session = session(OnnxModels.addOne());
        OrtSession.RunOptions options = new OrtSession.RunOptions();
        OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{1, 2}});
        OnnxTensor pinned = OnnxTensor.createTensor(environment, new float[][] {{0, 0}})) {
      Map<String, OnnxTensor> inputs = Map.of("x", x);
      Set<String> outputs = Set.of("y");
      session.run(inputs).close();
      session.run(inputs, options).close();
      session.run(inputs, outputs).close();
      session.run(inputs, outputs, options).close();
      session.run(inputs, Map.of("y", pinned)).close();
      session.run(inputs, Set.of(), Map.of("y", pinned)).close();
      session.run(inputs, Set.of(), Map.of("y", pinned), options).close();
    }

    assertThat(agent.sink().inferences())
        .hasSize(7)
        .allSatisfy(
            inference ->
                assertThat(inference.outputs())
                    .containsExactly(Tensor.fp32("y", 2, 3).reshaped(1, 2)));
  }

  @Test
  void hostReceivesItsOwnExceptionWhenRunFails() throws OrtException {
    try (OrtSession session = session(OnnxModels.addOne());
        OnnxTensor wrong = OnnxTensor.createTensor(environment, new float[][] {{1, 2, 3}})) {
      assertThatThrownBy(() -> session.run(Map.of("x", wrong)))
          .isInstanceOf(OrtException.class)
          .hasMessageContaining("Got invalid dimensions");
      assertThatThrownBy(() -> session.run(Map.of("z", wrong)))
          .hasMessageContaining("Unknown input name z");
    }

    List<Inference> inferences = agent.sink().inferences();
    assertThat(inferences).hasSize(2);
    assertThat(inferences.get(0).outcome().errorType()).isEqualTo("ai.onnxruntime.OrtException");
    assertThat(inferences.get(0).inputs())
        .containsExactly(Tensor.fp32("x", 1, 2, 3).reshaped(1, 3));
    assertThat(inferences.get(1).inputs())
        .containsExactly(Tensor.fp32("z", 1, 2, 3).reshaped(1, 3));
  }

  @Test
  void hostResultIsUntouchedWhenCaptureFails() throws OrtException {
    try (OrtSession session = session(OnnxModels.addOne());
        OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{1, 2}});
        OrtSession.Result result = session.run(new RefusesGet(Map.of("x", x)))) {
      assertThat((float[][]) result.get(0).getValue()).isDeepEqualTo(new float[][] {{2, 3}});
    }

    assertThat(agent.takeErrors()).hasSize(1);
    Inference inference = agent.onlyInference();
    assertThat(inference.incomplete()).isTrue();
    assertThat(inference.outputs()).hasSize(1);
  }

  /** Which the library does not call. */
  private static final class RefusesGet extends AbstractMap<String, OnnxTensor> {
    private final Map<String, OnnxTensor> values;

    RefusesGet(Map<String, OnnxTensor> values) {
      this.values = values;
    }

    @Override
    public OnnxTensor get(Object key) {
      throw new UnsupportedOperationException("get");
    }

    @Override
    public Set<Entry<String, OnnxTensor>> entrySet() {
      return values.entrySet();
    }
  }

  @Test
  void fileOfTheSessionNamesTheModel(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("fraud.v2.onnx");
    Files.write(file, OnnxModels.addOne().version(7).bytes());

    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession first = environment.createSession(file.toString());
        OrtSession second = environment.createSession(file.toString(), options)) {
      addOne(first);
      addOne(second);
    }

    assertThat(agent.sink().inferences())
        .hasSize(2)
        .allSatisfy(
            inference -> {
              assertThat(inference.model().name()).isEqualTo("fraud.v2");
              assertThat(inference.model().version()).isEqualTo("7");
            });
  }

  @Test
  void metadataDescribesTheModelThatCameAsBytes() throws Exception {
    byte[] model =
        OnnxModels.addOne()
            .metadata("feature_names", "[\"amount\", \"hour\"]")
            .metadata("classes", "legit,fraud")
            .bytes();
    ByteBuffer direct = ByteBuffer.allocateDirect(model.length).put(model).flip();

    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession ofBytes = environment.createSession(model, options);
        OrtSession ofBuffer = environment.createSession(direct)) {
      addOne(ofBytes);
      addOne(ofBuffer);
    }

    assertThat(agent.sink().inferences())
        .hasSize(2)
        .allSatisfy(
            inference -> {
              assertThat(inference.model().name()).isEqualTo("add-one");
              assertThat(inference.model().version()).isNull();
              assertThat(inference.model().features()).containsExactly("amount", "hour");
              assertThat(inference.model().labels()).containsExactly("legit", "fraud");
            });
  }

  @Test
  void zipMapBecomesProbabilitiesWithTheirClasses() throws OrtException {
    float[][] features = {{2, 0}, {0, 2}, {-2, -2}};
    List<Float> expected = new ArrayList<>();
    try (OrtSession session = session(OnnxModels.zipMap(true));
        OnnxTensor x = OnnxTensor.createTensor(environment, features);
        OrtSession.Result result = session.run(Map.of("float_input", x))) {
      expected.addAll(probabilities(result, List.of("setosa", "versicolor", "virginica")));
    }

    Inference inference = agent.onlyInference();
    assertThat(inference.batchSize()).isEqualTo(3);
    Tensor labels = inference.outputs().get(0);
    assertThat(labels).isEqualTo(Tensor.bytes("output_label", "setosa", "versicolor", "virginica"));
    Tensor probabilities = inference.outputs().get(1);
    assertThat(probabilities.name()).isEqualTo("output_probability");
    assertThat(probabilities.shape()).containsExactly(3, 3);
    assertThat(texts(Objects.requireNonNull(probabilities.classes())))
        .containsExactly("setosa", "versicolor", "virginica");
    assertThat(floats(probabilities)).isEqualTo(expected);
  }

  @Test
  void zipMapOfNumberedClassesKeepsTheirOrder() throws OrtException {
    List<Float> expected;
    try (OrtSession session = session(OnnxModels.zipMap(false));
        OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{.25f, .5f}});
        OrtSession.Result result = session.run(Map.of("float_input", x))) {
      expected = probabilities(result, List.of(0L, 1L, 2L));
    }

    Inference inference = agent.onlyInference();
    assertThat(inference.outputs().get(0)).isEqualTo(Tensor.int64("output_label", 1));
    Tensor probabilities = inference.outputs().get(1);
    assertThat(texts(Objects.requireNonNull(probabilities.classes())))
        .containsExactly("0", "1", "2");
    assertThat(floats(probabilities)).isEqualTo(expected);
  }

  @Test
  void sequenceOfTensorsIsCopiedAndStaysTheHosts() throws OrtException {
    try (OrtSession session = session(OnnxModels.sequence());
        OnnxTensor a = OnnxTensor.createTensor(environment, new float[] {1, 2});
        OnnxTensor b = OnnxTensor.createTensor(environment, new float[] {3});
        OrtSession.Result result = session.run(Map.of("a", a, "b", b))) {
      List<?> elements = (List<?>) result.get(0).getValue();
      assertThat((float[]) ((OnnxTensor) elements.get(1)).getValue()).containsExactly(3);
    }

    assertThat(agent.onlyInference().outputs())
        .containsExactly(Tensor.fp32("both[0]", 1, 2), Tensor.fp32("both[1]", 3));
  }

  @Test
  void longSequenceIsCutAndSaysSo() throws OrtException {
    try (OrtSession session = session(OnnxModels.split());
        OnnxTensor x = OnnxTensor.createTensor(environment, new float[20])) {
      session.run(Map.of("x", x)).close();
    }

    Inference inference = agent.onlyInference();
    assertThat(inference.truncated()).isTrue();
    assertThat(inference.outputs()).hasSize(9);
    assertThat(inference.outputs().get(7)).isEqualTo(Tensor.fp32("parts[7]", 0));
    assertThat(inference.outputs().get(8).size()).isZero();
  }

  @Test
  void inferenceIsChildOfTheHostsCurrentSpan() throws OrtException {
    SpanContext parent =
        SpanContext.create(
            "f1e2d3c4b5a69788790a1b2c3d4e5f60",
            "8a9b0c1d2e3f4051",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    Scope current = Span.wrap(parent).makeCurrent();
    try (OrtSession session = session(OnnxModels.addOne())) {
      addOne(session);
    } finally {
      current.close();
    }

    assertThat(agent.onlyInference().trace().parentSpanId()).isEqualTo(0x8a9b0c1d2e3f4051L);
  }

  @Test
  void concurrentSessionsDoNotMixTheirValues() throws Exception {
    int threads = 8;
    int calls = 50;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (OrtSession one = session(OnnxModels.addOne());
        OrtSession other = session(OnnxModels.addOne())) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        float base = i * calls;
        done.add(pool.submit(runs(i % 2 == 0 ? one : other, base, calls)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      pool.shutdown();
    }

    List<Inference> inferences = agent.sink().inferences();
    assertThat(inferences).hasSize(threads * calls);
    assertThat(inferences).extracting(i -> i.inputs().get(0).doubleAt(0)).doesNotHaveDuplicates();
    assertThat(inferences)
        .allSatisfy(
            i ->
                assertThat(i.outputs().get(0).doubleAt(0))
                    .isEqualTo(i.inputs().get(0).doubleAt(0) + 1));
  }

  private Callable<Void> runs(OrtSession session, float base, int calls) {
    return () -> {
      for (int i = 0; i < calls; i++) {
        try (OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{base + i, 0}})) {
          session.run(Map.of("x", x)).close();
        }
      }
      return null;
    };
  }

  @Test
  void closedSessionIsForgottenAndItsCallsStillCount() throws OrtException {
    OrtSession session = session(OnnxModels.addOne());
    addOne(session);
    session.close();

    try (OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{1, 2}})) {
      assertThatThrownBy(() -> session.run(Map.of("x", x)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }

    List<Inference> inferences = agent.sink().inferences();
    assertThat(inferences).hasSize(2);
    assertThat(inferences.get(0).model().name()).isEqualTo("add-one");
    assertThat(inferences.get(1).model().name()).isEqualTo("unknown");
    assertThat(inferences.get(1).model().library()).isEqualTo("onnxruntime");
    assertThat(inferences.get(1).outcome().errorType())
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void rowsBeyondTheLimitAreCountedThoughNotCopied() throws OrtException {
    float[][] rows = new float[1000][2];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = i;
    }
    try (OrtSession session = session(OnnxModels.addOne());
        OnnxTensor x = OnnxTensor.createTensor(environment, rows)) {
      session.run(Map.of("x", x)).close();
    }

    Inference inference = agent.onlyInference();
    assertThat(inference.batchSize()).isEqualTo(1000);
    assertThat(inference.truncated()).isTrue();
    assertThat(inference.inputs().get(0).shape()).containsExactly(1000, 2);
    assertThat(inference.inputs().get(0).rows()).isEqualTo(64);
    assertThat(inference.outputs().get(0).doubleAt(2 * 63)).isEqualTo(64);
  }

  private void addOne(OrtSession session) throws OrtException {
    try (OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{1, 2}})) {
      session.run(Map.of("x", x)).close();
    }
  }

  private OrtSession session(OnnxModel model) throws OrtException {
    return environment.createSession(model.bytes());
  }

  /** As the host reads them, row-major. */
  private static List<Float> probabilities(OrtSession.Result result, List<?> classes)
      throws OrtException {
    List<Float> values = new ArrayList<>();
    for (Object element : (List<?>) result.get(1).getValue()) {
      try (ai.onnxruntime.OnnxMap map = (ai.onnxruntime.OnnxMap) element) {
        Map<?, ?> row = new HashMap<>(map.getValue());
        classes.forEach(label -> values.add((Float) row.get(label)));
      }
    }
    return values;
  }

  private static List<Float> floats(Tensor tensor) {
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < tensor.size(); i++) {
      values.add((float) tensor.doubleAt(i));
    }
    return values;
  }

  private static List<String> texts(Tensor tensor) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < tensor.size(); i++) {
      values.add(tensor.textAt(i));
    }
    return values;
  }
}
