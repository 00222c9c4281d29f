package com.acme.scoring;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A linear classifier as an ONNX file, numbered as in onnx.proto: {@code features} (32 floats) →
 * {@code label}, {@code probabilities}.
 */
final class ClassifierFile {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private ClassifierFile() {}

  static byte[] bytes(boolean zipMap) {
    ClassifierFile graph = new ClassifierFile().message(1, classifier(zipMap));
    if (zipMap) {
      graph.message(1, zipMap());
    }
    graph
        .text(2, "fraud")
        .message(11, value("features", tensor(FLOAT, 1, Scorer.FEATURES)))
        .message(12, value("label", tensor(INT64, 1)))
        .message(12, value("probabilities", zipMap ? sequenceOfMaps() : tensor(FLOAT, 1, 2)));
    return new ClassifierFile()
        .number(1, 8)
        .message(7, graph)
        .message(8, new ClassifierFile().text(1, "").number(2, 13))
        .message(8, new ClassifierFile().text(1, "ai.onnx.ml").number(2, 3))
        .bytes
        .toByteArray();
  }

  private static ClassifierFile classifier(boolean zipMap) {
    float[] coefficients = new float[2 * Scorer.FEATURES];
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] = (float) Math.sin(i) / Scorer.FEATURES;
    }
    return new ClassifierFile()
        .text(1, "features")
        .text(2, "label")
        .text(2, zipMap ? "dense" : "probabilities")
        .text(4, "LinearClassifier")
        .message(5, labels("classlabels_ints"))
        .message(5, floats("coefficients", coefficients))
        .message(5, floats("intercepts", 0, 0.1f))
        .message(5, new ClassifierFile().text(1, "post_transform").text(4, "SOFTMAX").number(20, 3))
        .text(7, "ai.onnx.ml");
  }

  private static ClassifierFile zipMap() {
    return new ClassifierFile()
        .text(1, "dense")
        .text(2, "probabilities")
        .text(4, "ZipMap")
        .message(5, labels("classlabels_int64s"))
        .text(7, "ai.onnx.ml");
  }

  private static ClassifierFile labels(String name) {
    return new ClassifierFile().text(1, name).number(8, 0).number(8, 1).number(20, 7);
  }

  private static ClassifierFile floats(String name, float... values) {
    ClassifierFile attribute = new ClassifierFile().text(1, name);
    for (float value : values) {
      attribute.tag(7, 5);
      attribute.bytes.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
    }
    return attribute.number(20, 6);
  }

  private static ClassifierFile value(String name, ClassifierFile type) {
    return new ClassifierFile().text(1, name).message(2, type);
  }

  private static ClassifierFile tensor(int element, long... shape) {
    ClassifierFile dimensions = new ClassifierFile();
    for (long size : shape) {
      dimensions.message(1, new ClassifierFile().number(1, size));
    }
    return new ClassifierFile()
        .message(1, new ClassifierFile().number(1, element).message(2, dimensions));
  }

  private static ClassifierFile sequenceOfMaps() {
    ClassifierFile map =
        new ClassifierFile()
            .message(5, new ClassifierFile().number(1, INT64).message(2, tensor(FLOAT)));
    return new ClassifierFile().message(4, new ClassifierFile().message(1, map));
  }

  private ClassifierFile number(int field, long value) {
    tag(field, 0);
    varint(value);
    return this;
  }

  private ClassifierFile text(int field, String value) {
    return field(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private ClassifierFile message(int field, ClassifierFile value) {
    return field(field, value.bytes.toByteArray());
  }

  private ClassifierFile field(int field, byte[] value) {
    tag(field, 2);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
