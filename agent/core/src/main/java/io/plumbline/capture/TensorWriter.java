package io.plumbline.capture;

import io.plumbline.redact.RedactionRule;
import java.nio.FloatBuffer;

/**
 * Copies one tensor into the record, row-major, value by value as its rule allows.
 *
 * <p>{@link #open} decides how many rows and values of each row fit the limits ({@link #rows()} and
 * {@link #valuesPerRow()}); the copying methods take the whole source and leave out the rest. Every
 * value appended one by one must be one of those. {@link #close} ends the tensor.
 */
public final class TensorWriter {
  private static final int MAX_REMOVED = 64;

  /** Header, padding and removed positions of one tensor, at most. */
  private static final int FIXED_BYTES = 48 + MAX_REMOVED * Integer.BYTES;

  private final RecordBuffer buffer;
  private final CaptureLimits limits;
  private final int[] removed = new int[MAX_REMOVED];
  private final long[] matrixShape = new long[2];

  private ModelRules model;
  private TensorRole role = TensorRole.INPUT;
  private DataType type = DataType.FP32;
  private int section;
  private int valuesStart;
  private int rows;
  private int valuesPerRow;
  private int rowSize;
  private int written;
  private int removedCount;
  private RedactionRule uniformRule = RedactionRule.REMOVE;
  private boolean uniform;
  private boolean cut;
  private boolean anyCut;

  TensorWriter(RecordBuffer buffer, CaptureLimits limits, ModelRules unknown) {
    this.buffer = buffer;
    this.limits = limits;
    this.model = unknown;
  }

  void reset(ModelRules newModel) {
    model = newModel;
    anyCut = false;
  }

  void model(ModelRules newModel) {
    model = newModel;
  }

  /** True when a limit cut any tensor since {@link #reset}. */
  boolean anyCut() {
    return anyCut;
  }

  /** Rows that the record takes. */
  public int rows() {
    return rows;
  }

  /** Values of each row that the record takes. */
  public int valuesPerRow() {
    return valuesPerRow;
  }

  TensorWriter open(
      TensorRole newRole, String name, DataType newType, long rowCount, long columns) {
    matrixShape[0] = rowCount;
    matrixShape[1] = columns;
    return open(newRole, name, newType, matrixShape);
  }

  TensorWriter open(TensorRole newRole, String name, DataType newType, long[] shape) {
    role = newRole;
    type = newType;
    written = 0;
    removedCount = 0;
    cut = false;
    buffer.abandon();
    section = buffer.position();
    chooseRows(shape);
    chooseRule(name);
    int nameRoom = Math.min(name.length() * 3, limits.maxStringBytes());
    int header = FIXED_BYTES + shape.length * Long.BYTES + nameRoom;
    if (shape.length > 255 || !fit(header)) {
      rows = 0;
      cut = true;
      valuesStart = -1;
      return this;
    }
    writeHeader(name, shape, nameRoom);
    return this;
  }

  /**
   * Says that less than the shape promises is at hand. Call it before any value.
   *
   * @param knownRows the first so many rows; 0 keeps only name, datatype and shape
   * @param knownPerRow the first so many values of each
   */
  public TensorWriter limit(int knownRows, int knownPerRow) {
    if (knownRows < rows || knownPerRow < valuesPerRow) {
      rows = Math.min(rows, knownRows);
      valuesPerRow = Math.min(valuesPerRow, knownPerRow);
      cut = true;
    }
    return this;
  }

  private void chooseRows(long[] shape) {
    long allRows = shape.length == 0 ? 1 : Math.max(0, shape[0]);
    long perRow = 1;
    for (int i = 1; i < shape.length; i++) {
      perRow = Math.min(Integer.MAX_VALUE, perRow * Math.max(0, shape[i]));
    }
    rowSize = (int) perRow;
    rows = (int) Math.min(allRows, limits.maxRows());
    valuesPerRow = (int) Math.min(perRow, limits.maxValuesPerRow());
    cut = rows < allRows || valuesPerRow < perRow;
  }

  private void chooseRule(String name) {
    if (role != TensorRole.INPUT) {
      uniform = true;
      boolean label = role.isLabel() || type == DataType.BYTES;
      uniformRule = label ? model.labelRule() : model.defaultRule();
      return;
    }
    boolean isMatrix = rowSize > 1 || rowSize == model.features().size();
    uniform = !isMatrix || model.isUniform();
    uniformRule = isMatrix ? model.defaultRule() : model.rule(name);
  }

  /**
   * Cuts rows until the tensor fits what is left of the record; false when not even its name does.
   */
  private boolean fit(int headerBytes) {
    if (!buffer.hasRoom(headerBytes)) {
      return false;
    }
    int rowBytes = valuesPerRow * type.width();
    while (rows > 0 && !buffer.hasRoom(headerBytes + rows * rowBytes)) {
      rows /= 2;
      cut = true;
    }
    return true;
  }

  private void writeHeader(String name, long[] shape, int nameRoom) {
    buffer.putByte(role.tag());
    buffer.putByte(type.code());
    buffer.putByte(shape.length);
    buffer.putByte(0);
    buffer.putInt(0);
    buffer.putInt(0);
    buffer.putInt(0);
    int nameLength = buffer.position();
    buffer.putInt(0);
    buffer.putInt(0);
    for (long dimension : shape) {
      buffer.putLong(dimension);
    }
    int nameStart = buffer.position();
    buffer.putUtf8(name, nameRoom);
    buffer.setInt(nameLength, buffer.position() - nameStart);
    buffer.align();
    valuesStart = buffer.position();
  }

  /** Appends all rows of a row-major array. */
  public TensorWriter floats(float[] source) {
    for (int row = 0; row < rows; row++) {
      floats(source, row * rowSize);
    }
    return this;
  }

  /** Appends one row that starts at {@code offset}. */
  public TensorWriter floats(float[] source, int offset) {
    if (uniform && uniformRule.keepsAllShortNumbers()) {
      buffer.putFloats(source, offset, valuesPerRow);
      written += valuesPerRow;
    } else {
      for (int i = 0; i < valuesPerRow; i++) {
        append(source[offset + i]);
      }
    }
    return this;
  }

  /** Appends all rows of a row-major buffer, from its index 0; position and limit stay. */
  public TensorWriter floats(FloatBuffer source) {
    for (int row = 0; row < rows; row++) {
      int offset = row * rowSize;
      if (uniform && uniformRule.keepsAllShortNumbers()) {
        buffer.putFloats(source, offset, valuesPerRow);
        written += valuesPerRow;
      } else {
        for (int i = 0; i < valuesPerRow; i++) {
          append(source.get(offset + i));
        }
      }
    }
    return this;
  }

  /** Appends all rows of a row-major array. */
  public TensorWriter doubles(double[] source) {
    for (int row = 0; row < rows; row++) {
      doubles(source, row * rowSize);
    }
    return this;
  }

  /** Appends one row that starts at {@code offset}. */
  public TensorWriter doubles(double[] source, int offset) {
    if (uniform && uniformRule == RedactionRule.KEEP) {
      buffer.putDoubles(source, offset, valuesPerRow);
      written += valuesPerRow;
    } else {
      for (int i = 0; i < valuesPerRow; i++) {
        append(source[offset + i]);
      }
    }
    return this;
  }

  /** Appends all rows of a row-major array. */
  public TensorWriter longs(long[] source) {
    for (int row = 0; row < rows; row++) {
      longs(source, row * rowSize);
    }
    return this;
  }

  /** Appends one row that starts at {@code offset}. */
  public TensorWriter longs(long[] source, int offset) {
    for (int i = 0; i < valuesPerRow; i++) {
      append(source[offset + i]);
    }
    return this;
  }

  /** Appends all rows of a row-major array. */
  public TensorWriter ints(int[] source) {
    for (int row = 0; row < rows; row++) {
      ints(source, row * rowSize);
    }
    return this;
  }

  /** Appends one row that starts at {@code offset}. */
  public TensorWriter ints(int[] source, int offset) {
    if (uniform && uniformRule.keepsAllShortNumbers() && type.width() == Integer.BYTES) {
      buffer.putInts(source, offset, valuesPerRow);
      written += valuesPerRow;
    } else {
      for (int i = 0; i < valuesPerRow; i++) {
        append((long) source[offset + i]);
      }
    }
    return this;
  }

  /** Appends one value of an FP32 tensor. */
  public void append(float value) {
    if (rule().keepsAllShortNumbers()) {
      buffer.putFloat(value);
    } else {
      buffer.putFloat(0);
      remove();
    }
    written++;
  }

  /** Appends one value of an FP64 tensor. */
  public void append(double value) {
    if (rule().keeps(value)) {
      buffer.putDouble(value);
    } else {
      buffer.putDouble(0);
      remove();
    }
    written++;
  }

  /** Appends one value of a tensor of integers, booleans or raw 16-bit floats. */
  public void append(long value) {
    boolean keep = rule().keeps(value);
    long stored = keep ? value : 0;
    switch (type.width()) {
      case 1 -> buffer.putByte((int) stored);
      case 2 -> buffer.putShort((int) stored);
      case 4 -> buffer.putInt((int) stored);
      default -> buffer.putLong(stored);
    }
    if (!keep) {
      remove();
    }
    written++;
  }

  /** Appends one value of a BYTES tensor. */
  public void append(String value) {
    int limit = limits.maxStringBytes();
    if (valuesStart < 0 || !buffer.hasRoom(limit + FIXED_BYTES)) {
      cut = true;
      return;
    }
    int length = buffer.position();
    buffer.putInt(0);
    switch (rule().treatmentOf(value)) {
      case KEEP, KEEP_UNLESS_SENSITIVE -> {
        cut |= !buffer.putUtf8(value, limit);
        buffer.setInt(length, buffer.position() - length - Integer.BYTES);
      }
      case HASH -> {
        buffer.setInt(length, InferenceCodec.HASHED_STRING);
        buffer.putLong(model.key().hash(value));
        buffer.putInt(value.length());
      }
      case REMOVE -> remove();
    }
    written++;
  }

  private RedactionRule rule() {
    return uniform ? uniformRule : model.columnRule(valuesPerRow == 0 ? 0 : written % valuesPerRow);
  }

  private void remove() {
    if (removedCount < MAX_REMOVED) {
      removed[removedCount] = written;
    }
    removedCount++;
  }

  /** Ends the tensor. */
  public void close() {
    anyCut |= cut;
    if (valuesStart < 0) {
      buffer.abandon();
      return;
    }
    if (removedCount > MAX_REMOVED) {
      // More than can be told apart: none of this tensor's values is kept.
      buffer.position(valuesStart);
      written = 0;
      removedCount = 0;
    }
    buffer.align();
    for (int i = 0; i < removedCount; i++) {
      buffer.putInt(removed[i]);
    }
    buffer.align();
    buffer.setByte(section + 3, cut ? InferenceCodec.TENSOR_CUT : 0);
    buffer.setInt(section + 4, buffer.position() - section);
    buffer.setInt(section + 8, written);
    buffer.setInt(section + 12, valuesPerRow);
    buffer.setInt(section + 20, removedCount);
    buffer.complete();
  }
}
