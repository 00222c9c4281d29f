package com.acme.fraud.training;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Locale;

/**
 * Writes the classifier as scikit-learn's converter writes a pipeline over a data frame: one input
 * for each column, a one-hot encoder for the strings, a scaler, the classifier, and a {@code
 * ZipMap} that pairs each probability with its label.
 *
 * <pre>
 * amount ──────────────────────────────┐
 * hour ─── Cast ───────────────────────┤
 * items ── Cast ───────────────────────┼─ Concat ─ Scaler ─ LinearClassifier ─┬─ output_label
 * distance_km ─────────────────────────┤                                      └─ ZipMap ─ output_probability
 * channel ─ OneHotEncoder ─ Flatten ───┘
 * </pre>
 */
final class CategoryOnnxFile {
  static final long VERSION = 3;

  private static final String ML = "ai.onnx.ml";

  private final Scaling scaling;
  private final SoftmaxRegression classifier;

  CategoryOnnxFile(Scaling scaling, SoftmaxRegression classifier) {
    this.scaling = scaling;
    this.classifier = classifier;
  }

  /**
   * @param accuracy on data not trained on; stands in the metadata
   */
  byte[] encode(double accuracy) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(2))
        .setProducerName("fraud-training")
        .setProducerVersion("1.0.0")
        .setDomain("com.acme")
        .setModelVersion(VERSION)
        .setDocString("What kind of purchase a payment is")
        .addMetadataProps(entry("held_out_accuracy", String.format(Locale.ROOT, "%.3f", accuracy)))
        .setGraph(graph())
        .build()
        .toByteArray();
  }

  private GraphProto graph() {
    return GraphProto.newBuilder()
        .setName("category")
        .addInput(column("amount", DataType.FLOAT))
        .addInput(column("hour", DataType.INT64))
        .addInput(column("items", DataType.INT64))
        .addInput(column("distance_km", DataType.FLOAT))
        .addInput(column("channel", DataType.STRING))
        .addAllNode(List.of(toFloat("hour"), toFloat("items"), oneHot(), flatten(), concat()))
        .addAllNode(List.of(scaler(), linearClassifier(), zipMap()))
        .addOutput(labels())
        .addOutput(probabilities())
        .build();
  }

  private static NodeProto toFloat(String column) {
    return node("", "Cast", column + "_float", column)
        .addAttribute(integer("to", DataType.FLOAT.getNumber()))
        .build();
  }

  private static NodeProto oneHot() {
    return node(ML, "OneHotEncoder", "channel_rows", "channel")
        .addAttribute(strings("cats_strings", Purchases.CHANNELS))
        // A channel that was not there in training is an error, as scikit-learn has it by default.
        .addAttribute(integer("zeros", 0))
        .build();
  }

  private static NodeProto flatten() {
    return node("", "Flatten", "channel_one_hot", "channel_rows")
        .addAttribute(integer("axis", 1))
        .build();
  }

  private static NodeProto concat() {
    return node(
            "",
            "Concat",
            "features",
            "amount",
            "hour_float",
            "items_float",
            "distance_km",
            "channel_one_hot")
        .addAttribute(integer("axis", 1))
        .build();
  }

  private NodeProto scaler() {
    return node(ML, "Scaler", "scaled", "features")
        .addAttribute(floats("offset", scaling.offset()))
        .addAttribute(floats("scale", scaling.scale()))
        .build();
  }

  private NodeProto linearClassifier() {
    return node(ML, "LinearClassifier", "output_label", "scaled")
        .addOutput("probabilities")
        .addAttribute(floats("coefficients", classifier.weights()))
        .addAttribute(floats("intercepts", classifier.bias()))
        .addAttribute(strings("classlabels_strings", Purchases.categories()))
        .addAttribute(integer("multi_class", 1))
        .addAttribute(
            attribute("post_transform", AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8("SOFTMAX")))
        .build();
  }

  private static NodeProto zipMap() {
    return node(ML, "ZipMap", "output_probability", "probabilities")
        .addAttribute(strings("classlabels_strings", Purchases.categories()))
        .build();
  }

  private static ValueInfoProto labels() {
    TensorShapeProto shape = TensorShapeProto.newBuilder().addDim(rows()).build();
    return tensor("output_label", DataType.STRING, shape);
  }

  private static ValueInfoProto probabilities() {
    TypeProto probability = tensorType(DataType.FLOAT, TensorShapeProto.getDefaultInstance());
    TypeProto.Map map =
        TypeProto.Map.newBuilder()
            .setKeyType(DataType.STRING.getNumber())
            .setValueType(probability)
            .build();
    TypeProto.Sequence sequence =
        TypeProto.Sequence.newBuilder().setElemType(TypeProto.newBuilder().setMapType(map)).build();
    return ValueInfoProto.newBuilder()
        .setName("output_probability")
        .setType(TypeProto.newBuilder().setSequenceType(sequence))
        .build();
  }

  /** {@code [rows, 1]} */
  private static ValueInfoProto column(String name, DataType type) {
    Dimension one = Dimension.newBuilder().setDimValue(1).build();
    return tensor(name, type, TensorShapeProto.newBuilder().addDim(rows()).addDim(one).build());
  }

  private static Dimension rows() {
    return Dimension.newBuilder().setDimParam("rows").build();
  }

  private static ValueInfoProto tensor(String name, DataType type, TensorShapeProto shape) {
    return ValueInfoProto.newBuilder().setName(name).setType(tensorType(type, shape)).build();
  }

  private static TypeProto tensorType(DataType type, TensorShapeProto shape) {
    return TypeProto.newBuilder()
        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape))
        .build();
  }

  private static NodeProto.Builder node(
      String domain, String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setDomain(domain)
        .setOpType(operator)
        .setName(operator + "_" + output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static AttributeProto.Builder integer(String name, long value) {
    return attribute(name, AttributeProto.AttributeType.INT).setI(value);
  }

  private static AttributeProto.Builder strings(String name, List<String> values) {
    return attribute(name, AttributeProto.AttributeType.STRINGS)
        .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList());
  }

  private static AttributeProto.Builder floats(String name, float[]... rows) {
    AttributeProto.Builder attribute = attribute(name, AttributeProto.AttributeType.FLOATS);
    for (float[] row : rows) {
      for (float value : row) {
        attribute.addFloats(value);
      }
    }
    return attribute;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
