package io.plumbline.capture;

import io.plumbline.redact.ModelRedaction;
import io.plumbline.redact.RedactedField;
import io.plumbline.redact.RedactedMatrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a tensor's name, type and width under the rules of its model: which rule its
 * values have, how many of a row are taken, and the first bytes of its section, ready to copy.
 *
 * <p>The tensor at a place of a record is mostly the one that was there in the record before, but
 * for its rows. So a place keeps its plan, and works it out anew only for another tensor.
 */
final class TensorPlan {
  private ModelRules model;
  private TensorRole role = TensorRole.INPUT;
  private String name = "";
  private DataType givenType = DataType.FP32;
  private long[] shape = {};
  private int rank = -1;

  private DataType type = DataType.FP32;
  private int rowSize;
  private int valuesPerRow;

  /** Of all values, or of the tensor where each column has its own. */
  private RedactedField field;

  /** Null when all values have the rule of {@link #field}. */
  private @Nullable RedactedMatrix columns;

  private boolean leftOut;
  private boolean keepsShortNumbers;
  private boolean keepsNumbers;
  private int nameLength;
  private byte[] header = {};
  private int headerLength;

  /** Of no tensor yet. */
  TensorPlan(ModelRules unknown) {
    model = unknown;
    field = unknown.redaction().feature("");
  }

  boolean isFor(
      ModelRules ofModel, TensorRole ofRole, String ofName, DataType ofType, long[] ofShape) {
    return model == ofModel
        && role == ofRole
        && givenType == ofType
        && hasRowsOf(ofShape)
        && name.equals(ofName);
  }

  private boolean hasRowsOf(long[] other) {
    if (rank != other.length) {
      return false;
    }
    for (int i = 1; i < rank; i++) {
      if (shape[i] != other[i]) {
        return false;
      }
    }
    return true;
  }

  void prepare(
      ModelRules newModel,
      TensorRole newRole,
      String newName,
      DataType newType,
      long[] newShape,
      CaptureLimits limits) {
    rank = -1; // of no tensor, should this fail midway
    headerLength = 0;
    model = newModel;
    role = newRole;
    name = newName;
    givenType = newType;
    type = newType;
    chooseValues(newShape, limits.maxValuesPerRow());
    chooseRules(limits.maxValuesPerRow());
    nameLength = wholeCharacters(field.name(), limits.maxStringBytes());
    if (shape.length < newShape.length) {
      shape = new long[newShape.length];
    }
    System.arraycopy(newShape, 0, shape, 0, newShape.length);
    rank = newShape.length;
  }

  private void chooseValues(long[] newShape, int most) {
    long perRow = 1;
    for (int i = 1; i < newShape.length; i++) {
      perRow = Math.min(Integer.MAX_VALUE, perRow * Math.max(0, newShape[i]));
    }
    rowSize = (int) perRow;
    valuesPerRow = Math.min(rowSize, most);
  }

  private void chooseRules(int most) {
    ModelRedaction redaction = model.redaction();
    boolean isMatrix =
        role == TensorRole.INPUT && (rowSize > 1 || rowSize == model.features().size());
    if (isMatrix) {
      RedactedMatrix matrix = redaction.features(name, rowSize, most);
      field = matrix.whole();
      columns = matrix.isUniform() ? null : matrix;
      leftOut = matrix.isLeftOut();
      keepsShortNumbers = matrix.keepsShortNumbers();
      keepsNumbers = matrix.keepsNumbers();
      return;
    }
    field = field(redaction);
    columns = null;
    leftOut = field.isLeftOut();
    keepsShortNumbers = field.rule().keepsShortNumbers();
    keepsNumbers = field.rule().keepsNumbers();
    if (field.rule().writesNumbersAsText() && !type.isShortFloat()) {
      type = DataType.BYTES;
    }
  }

  private RedactedField field(ModelRedaction redaction) {
    return switch (role) {
      case INPUT -> redaction.feature(name);
      case OUTPUT -> type == DataType.BYTES ? redaction.textOutput(name) : redaction.output(name);
      case CLASSES, LABEL -> redaction.label(name);
      case SCORE -> redaction.score(name);
      case PROBABILITIES -> redaction.probabilities(name);
    };
  }

  /** As many bytes of a name as a string may have, ending at a whole character. */
  private static int wholeCharacters(byte[] name, int most) {
    int length = Math.min(name.length, most);
    while (length > 0 && length < name.length && (name[length] & 0xC0) == 0x80) {
      length--;
    }
    return length;
  }

  /** As it is written: a rule may make texts of numbers. */
  DataType type() {
    return type;
  }

  /** Values of a row that the tensor has. */
  int rowSize() {
    return rowSize;
  }

  /** Values of a row that are taken. */
  int valuesPerRow() {
    return valuesPerRow;
  }

  /** True when not even the name is written. */
  boolean isLeftOut() {
    return leftOut;
  }

  boolean keepsShortNumbers() {
    return keepsShortNumbers;
  }

  boolean keepsNumbers() {
    return keepsNumbers;
  }

  /** Of all values, or of the tensor itself. */
  RedactedField field() {
    return field;
  }

  boolean hasOneRule() {
    return columns == null;
  }

  RedactedField field(int column) {
    return columns == null ? field : columns.column(column);
  }

  /** Of the name as it is written. */
  int nameLength() {
    return nameLength;
  }

  /**
   * Appends the first bytes of the section, up to its values.
   *
   * @param given whose first dimension may be another one than before
   * @return false when they were not kept yet: {@link #keepHeader} follows
   */
  boolean putHeader(RecordBuffer buffer, long[] given) {
    if (headerLength == 0) {
      return false;
    }
    int section = buffer.position();
    buffer.putBytes(header, headerLength);
    if (rank > 0) {
      buffer.setLong(section + InferenceCodec.TENSOR_HEADER_BYTES, given[0]);
    }
    return true;
  }

  /** What was written from {@code from} to the buffer's position. */
  void keepHeader(RecordBuffer buffer, int from) {
    int length = buffer.position() - from;
    if (header.length < length) {
      header = Arrays.copyOfRange(buffer.bytes(), from, buffer.position());
    } else {
      System.arraycopy(buffer.bytes(), from, header, 0, length);
    }
    headerLength = length;
  }
}
