package io.plumbline.it.harness;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small ONNX model whose only output is one of its inputs: what goes in is what must come out.
 * The numbers of the fields are those of onnx.proto.
 */
public final class OnnxFile {
  public static final int FLOAT = 1;
  public static final int INT64 = 7;
  public static final int STRING = 8;
  public static final int DOUBLE = 11;

  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;

  private final UnknownFieldSet.Builder model = UnknownFieldSet.newBuilder();
  private final UnknownFieldSet.Builder graph = UnknownFieldSet.newBuilder();

  public OnnxFile(String graphName, int version) {
    model.mergeField(1, number(IR_VERSION)).mergeField(5, number(version));
    model.mergeField(8, message(fields().mergeField(2, number(OPSET))));
    graph.mergeField(2, text(graphName));
  }

  /** A tensor of any number of rows and of so many columns. */
  public OnnxFile input(String name, int type, int columns) {
    graph.mergeField(11, value(name, type, columns));
    return this;
  }

  /** The one output: the same values as an input that has this type and width. */
  public OnnxFile output(String name, String input, int type, int columns) {
    graph.mergeField(12, value(name, type, columns));
    graph.mergeField(
        1,
        message(
            fields()
                .mergeField(1, text(input))
                .mergeField(2, text(name))
                .mergeField(4, text("Identity"))));
    return this;
  }

  public Path write(Path file) {
    try {
      model.mergeField(7, message(graph));
      return Files.write(file, model.build().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Field value(String name, int type, int columns) {
    UnknownFieldSet.Builder shape =
        fields()
            .mergeField(1, message(fields().mergeField(2, text("rows"))))
            .mergeField(1, message(fields().mergeField(1, number(columns))));
    UnknownFieldSet.Builder tensor =
        fields().mergeField(1, number(type)).mergeField(2, message(shape));
    return message(
        fields()
            .mergeField(1, text(name))
            .mergeField(2, message(fields().mergeField(1, message(tensor)))));
  }

  private static UnknownFieldSet.Builder fields() {
    return UnknownFieldSet.newBuilder();
  }

  private static Field number(long value) {
    return Field.newBuilder().addVarint(value).build();
  }

  private static Field text(String value) {
    return Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(value)).build();
  }

  private static Field message(UnknownFieldSet.Builder fields) {
    return Field.newBuilder().addLengthDelimited(fields.build().toByteString()).build();
  }
}
