package io.plumbline.instrumentation.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxSparseTensor;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.Inference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.Tensor;
import io.plumbline.capture.TensorRole;
import io.plumbline.redact.RedactionPolicy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrtTensorsTest {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
  private static final long[] TWO_BY_TWO = {2, 2};

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final int hook = recorder.hooks().register("onnxruntime", "test").index();

  /**
   * @param onnxType element type as onnx.proto numbers it
   */
  private record Sample(
      String name, int onnxType, OnnxTensor tensor, DataType type, List<String> texts) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> everyType() throws OrtException {
    String[] strings = {"", "yes", "Österreich", "😀"};
    return Stream.of(
        new Sample(
            "FLOAT",
            1,
            of(FloatBuffer.wrap(new float[] {1.5f, -2, Float.NaN, 0})),
            DataType.FP32,
            List.of("1.5", "-2.0", "NaN", "0.0")),
        new Sample(
            "DOUBLE",
            11,
            of(DoubleBuffer.wrap(new double[] {1e300, -2, 0.1, 0})),
            DataType.FP64,
            List.of("1.0E300", "-2.0", "0.1", "0.0")),
        new Sample(
            "INT64",
            7,
            of(LongBuffer.wrap(new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})),
            DataType.INT64,
            List.of("-9223372036854775808", "-1", "0", "9223372036854775807")),
        new Sample(
            "INT32",
            6,
            of(IntBuffer.wrap(new int[] {Integer.MIN_VALUE, -1, 0, 7})),
            DataType.INT32,
            List.of("-2147483648", "-1", "0", "7")),
        new Sample(
            "INT16",
            5,
            of(ShortBuffer.wrap(new short[] {Short.MIN_VALUE, -1, 0, 7})),
            DataType.INT16,
            List.of("-32768", "-1", "0", "7")),
        new Sample(
            "INT8",
            3,
            of(bytes(-128, -1, 0, 7), OnnxJavaType.INT8),
            DataType.INT8,
            List.of("-128", "-1", "0", "7")),
        new Sample(
            "UINT8",
            2,
            of(bytes(200, 255, 0, 7), OnnxJavaType.UINT8),
            DataType.UINT8,
            List.of("200", "255", "0", "7")),
        new Sample(
            "BOOL",
            9,
            of(bytes(1, 0, 0, 1), OnnxJavaType.BOOL),
            DataType.BOOL,
            List.of("1", "0", "0", "1")),
        new Sample(
            "FLOAT16",
            10,
            of(shorts(0x3E00, 0xC000, 0x7C00, 0), OnnxJavaType.FLOAT16),
            DataType.FP16,
            List.of("1.5", "-2.0", "Infinity", "0.0")),
        new Sample(
            "BFLOAT16",
            16,
            of(shorts(0x3FC0, 0xC000, 0x7F80, 0), OnnxJavaType.BFLOAT16),
            DataType.BF16,
            List.of("1.5", "-2.0", "Infinity", "0.0")),
        new Sample(
            "STRING",
            8,
            OnnxTensor.createTensor(ENVIRONMENT, strings, TWO_BY_TWO),
            DataType.BYTES,
            List.of(strings)));
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void valuesOfEveryTypeArriveAsTheyWent(Sample sample) throws OrtException {
    byte[] model = OnnxModels.identity(sample.onnxType).bytes();
    try (OrtSession session = ENVIRONMENT.createSession(model);
        OnnxTensor tensor = sample.tensor;
        OrtSession.Result result = session.run(Map.of("x", tensor))) {
      record(tensor, result);
    }

    Inference inference = recorder.onlyInference();
    assertThat(inference.truncated()).isFalse();
    for (Tensor copy : List.of(inference.inputs().get(0), inference.outputs().get(0))) {
      assertThat(copy.datatype()).isEqualTo(sample.type);
      assertThat(copy.shape()).isEqualTo(TWO_BY_TWO);
      assertThat(texts(copy)).isEqualTo(sample.texts);
    }
  }

  @Test
  void unsignedIntegersThatJavaCannotMakeAreReadFromOutputs() throws OrtException {
    for (int unsigned : new int[] {4, 12, 13}) {
      OnnxModel cast =
          new OnnxModel("cast")
              .input("x", OnnxModel.INT64, -1)
              .output("y", unsigned, -1)
              .node(
                  "",
                  "Cast",
                  new String[] {"x"},
                  new String[] {"y"},
                  node -> node.integer("to", unsigned));
      try (OrtSession session = ENVIRONMENT.createSession(cast.bytes());
          OnnxTensor x = OnnxTensor.createTensor(ENVIRONMENT, new long[] {7, 65_535});
          OrtSession.Result result = session.run(Map.of("x", x))) {
        record(x, result);
      }
    }

    assertThat(recorder.sink().inferences())
        .extracting(inference -> inference.outputs().get(0).datatype())
        .containsExactly(DataType.UINT16, DataType.UINT32, DataType.UINT64);
    assertThat(recorder.sink().inferences())
        .allSatisfy(
            inference ->
                assertThat(texts(inference.outputs().get(0))).containsExactly("7", "65535"));
  }

  @Test
  void scalarsHaveNoShape() throws OrtException {
    try (OnnxTensor number = OnnxTensor.createTensor(ENVIRONMENT, 2.5f);
        OnnxTensor text = OnnxTensor.createTensor(ENVIRONMENT, "one")) {
      record(List.of(number, text));
    }

    List<Tensor> inputs = recorder.onlyInference().inputs();
    assertThat(inputs.get(0).shape()).isEmpty();
    assertThat(texts(inputs.get(0))).containsExactly("2.5");
    assertThat(texts(inputs.get(1))).containsExactly("one");
  }

  @Test
  void nestedStringsAreRowMajor() throws OrtException {
    String[][][] text = {{{"a", "b"}, {"c", "d"}}, {{"e", "f"}, {"g", "h"}}};
    try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, text)) {
      record(List.of(tensor));
    }

    Tensor copy = recorder.onlyInference().inputs().get(0);
    assertThat(copy.shape()).containsExactly(2, 2, 2);
    assertThat(texts(copy)).containsExactly("a", "b", "c", "d", "e", "f", "g", "h");
  }

  @Test
  void partOfTheHostsBufferIsReadWhereTheTensorBegins() throws OrtException {
    FloatBuffer host = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder()).asFloatBuffer();
    host.put(new float[] {9, 1, 2, 9}).position(1).limit(3);
    try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, host, new long[] {2})) {
      host.clear();
      record(List.of(tensor));

      assertThat(host.position()).isZero();
      assertThat(host.limit()).isEqualTo(4);
    }

    assertThat(texts(recorder.onlyInference().inputs().get(0))).containsExactly("1.0", "2.0");
  }

  @Test
  void whatCannotBeReadKeepsItsShape() throws OrtException {
    OnnxTensor closed = OnnxTensor.createTensor(ENVIRONMENT, new float[] {1, 2});
    closed.close();
    OnnxTensor closedText = OnnxTensor.createTensor(ENVIRONMENT, new String[] {"a"});
    closedText.close();
    String[] many = new String[5000];
    Arrays.fill(many, "text");
    try (OnnxTensor tooMany = OnnxTensor.createTensor(ENVIRONMENT, many);
        OnnxSparseTensor sparse = sparse()) {
      record(List.of(closed, closedText, tooMany, sparse));
    }

    List<Tensor> inputs = recorder.onlyInference().inputs();
    assertThat(inputs).extracting(Tensor::size).containsOnly(0);
    assertThat(inputs)
        .extracting(Tensor::shape)
        .containsExactly(new long[] {2}, new long[] {1}, new long[] {5000}, new long[] {3, 3});
  }

  @Test
  void emptyTensorHasNoValues() throws OrtException {
    try (OnnxTensor empty =
        OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.allocate(0), new long[] {0, 4})) {
      record(List.of(empty));
    }

    Inference inference = recorder.onlyInference();
    assertThat(inference.truncated()).isFalse();
    assertThat(inference.inputs().get(0).shape()).containsExactly(0, 4);
  }

  private static OnnxSparseTensor sparse() throws OrtException {
    return OnnxSparseTensor.createSparseTensor(
        ENVIRONMENT,
        new OnnxSparseTensor.COOTensor(
            LongBuffer.wrap(new long[] {0, 4}),
            new long[] {2},
            FloatBuffer.wrap(new float[] {1, 2}),
            new long[] {3, 3},
            OnnxJavaType.FLOAT,
            2));
  }

  private void record(List<? extends OnnxTensorLike> inputs) throws OrtException {
    InFlightInference call = begin();
    for (OnnxTensorLike input : inputs) {
      OrtValues.copy(TensorRole.INPUT, "x", input, call);
    }
    InferenceRecorder.end(call, null);
  }

  private void record(OnnxValue input, OrtSession.Result result) throws OrtException {
    InFlightInference call = begin();
    OrtValues.copy(TensorRole.INPUT, "x", input, call);
    OrtValues.copyOutputs(result, call);
    InferenceRecorder.end(call, null);
  }

  private InFlightInference begin() {
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook));
    call.model(InferenceRecorder.describe(ModelRef.of("onnxruntime", "test")));
    return call;
  }

  private static OnnxTensor of(FloatBuffer values) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, values, TWO_BY_TWO);
  }

  private static OnnxTensor of(DoubleBuffer values) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, values, TWO_BY_TWO);
  }

  private static OnnxTensor of(LongBuffer values) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, values, TWO_BY_TWO);
  }

  private static OnnxTensor of(IntBuffer values) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, values, TWO_BY_TWO);
  }

  private static OnnxTensor of(ShortBuffer values) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, values, TWO_BY_TWO);
  }

  private static OnnxTensor of(ByteBuffer values, OnnxJavaType type) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, values, TWO_BY_TWO, type);
  }

  private static OnnxTensor of(ShortBuffer values, OnnxJavaType type) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, values, TWO_BY_TWO, type);
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  private static ShortBuffer shorts(int... values) {
    ShortBuffer buffer = ShortBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((short) value);
    }
    return buffer.flip();
  }

  private static List<String> texts(Tensor tensor) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < tensor.size(); i++) {
      texts.add(tensor.textAt(i));
    }
    return texts;
  }
}
