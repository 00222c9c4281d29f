package io.plumbline.capture;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactedField;
import io.plumbline.redact.TextHasher;
import io.plumbline.redact.TextTreatment;
import io.plumbline.redact.ValueRule;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Copies one tensor into the record, row-major, value by value as its rule allows.
 *
 * <p>{@link #open} decides how many rows and values of each row fit the limits ({@link #rows()} and
 * {@link #valuesPerRow()}); the copying methods take the whole source and leave out the rest. Every
 * value appended one by one must be one of those. {@link #close} ends the tensor.
 */
public final class TensorWriter {
  private static final int MAX_REMOVED = 64;

  /** Header, one hash, padding and removed positions of one tensor, at most. */
  private static final int FIXED_BYTES = 48 + 64 + MAX_REMOVED * Integer.BYTES;

  private static final int MOST_FAILURES = 255;

  /** Tensors of a record whose plans are kept; those beyond share one. */
  private static final int PLACES = 64;

  private final RecordBuffer buffer;
  private final CaptureLimits limits;
  private final TextHasher hasher;
  private final int[] removed = new int[MAX_REMOVED];
  private final long[] matrixShape = new long[2];

  /** A bit for each column in which a value was removed. */
  private final long[] removedColumns;

  private ModelRules model;
  private boolean takesValues = true;

  /** By the tensor's place in the record, each made when it is first needed. */
  private TensorPlan[] plans;

  private int place;
  private TensorPlan plan;
  private int section;
  private int valuesStart;
  private int rows;
  private int valuesPerRow;
  private int written;
  private int removedCount;
  private boolean cut;
  private boolean anyCut;
  private int failures;

  TensorWriter(RecordBuffer buffer, CaptureLimits limits, TextHasher hasher, ModelRules unknown) {
    this.buffer = buffer;
    this.limits = limits;
    this.hasher = hasher;
    this.model = unknown;
    this.removedColumns = new long[(limits.maxValuesPerRow() >> 6) + 1];
    this.plan = new TensorPlan(unknown);
    this.plans = new TensorPlan[] {plan};
  }

  void reset(ModelRules newModel, boolean values) {
    model = newModel;
    takesValues = values;
    place = 0;
    anyCut = false;
    failures = 0;
  }

  /** Values since {@link #reset} that a rule should have changed and could not; at most 255. */
  int failures() {
    return failures;
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

  TensorWriter open(TensorRole role, String name, DataType type, long[] shape) {
    written = 0;
    if (removedCount > 0) {
      Arrays.fill(removedColumns, 0);
      removedCount = 0;
    }
    buffer.abandon();
    section = buffer.position();
    plan = nextPlan();
    if (!plan.isFor(model, role, name, type, shape)) {
      plan.prepare(model, role, name, type, shape, limits);
    }
    chooseRows(shape.length == 0 ? 1 : Math.max(0, shape[0]));
    int header = FIXED_BYTES + shape.length * Long.BYTES + plan.nameLength();
    if (plan.isLeftOut() || shape.length > 255 || !fit(header)) {
      rows = 0;
      cut = !plan.isLeftOut();
      valuesStart = -1;
      return this;
    }
    if (!plan.putHeader(buffer, shape)) {
      writeHeader(role, shape);
      plan.keepHeader(buffer, section);
    }
    valuesStart = buffer.position();
    return this;
  }

  private TensorPlan nextPlan() {
    int at = Math.min(place, PLACES - 1);
    if (at == plans.length) {
      TensorPlan[] more = Arrays.copyOf(plans, at + 1);
      more[at] = new TensorPlan(ModelRules.UNKNOWN);
      plans = more;
    }
    place++; // the last, should there be no memory for one more
    return plans[at];
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

  private void chooseRows(long allRows) {
    if (takesValues) {
      rows = (int) Math.min(allRows, limits.maxRows());
      valuesPerRow = plan.valuesPerRow();
      cut = rows < allRows || valuesPerRow < plan.rowSize();
    } else {
      rows = 0;
      valuesPerRow = 0;
      cut = true;
    }
  }

  /**
   * Cuts rows until the tensor fits what is left of the record; false when not even its name does.
   */
  private boolean fit(int headerBytes) {
    if (!buffer.hasRoom(headerBytes)) {
      return false;
    }
    int rowBytes = valuesPerRow * plan.type().width();
    while (rows > 0 && !buffer.hasRoom(headerBytes + rows * rowBytes)) {
      rows /= 2;
      cut = true;
    }
    return true;
  }

  private void writeHeader(TensorRole role, long[] shape) {
    buffer.putByte(role.tag());
    buffer.putByte(plan.type().code());
    buffer.putByte(shape.length);
    buffer.putByte(0);
    buffer.putInt(0);
    buffer.putInt(0);
    buffer.putInt(0);
    buffer.putInt(plan.nameLength());
    buffer.putInt(0);
    for (long dimension : shape) {
      buffer.putLong(dimension);
    }
    buffer.putBytes(plan.field().name(), plan.nameLength());
    buffer.align();
  }

  /** Appends all rows of a row-major array. */
  public TensorWriter floats(float[] source) {
    for (int row = 0; row < rows; row++) {
      floats(source, row * plan.rowSize());
    }
    return this;
  }

  /** Appends one row that starts at {@code offset}. */
  public TensorWriter floats(float[] source, int offset) {
    if (plan.keepsShortNumbers() && plan.type() == DataType.FP32) {
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
      int offset = row * plan.rowSize();
      if (plan.keepsShortNumbers() && plan.type() == DataType.FP32) {
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
      doubles(source, row * plan.rowSize());
    }
    return this;
  }

  /** Appends one row that starts at {@code offset}. */
  public TensorWriter doubles(double[] source, int offset) {
    if (plan.keepsNumbers() && plan.type() == DataType.FP64) {
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
      longs(source, row * plan.rowSize());
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
      ints(source, row * plan.rowSize());
    }
    return this;
  }

  /** Appends one row that starts at {@code offset}. */
  public TensorWriter ints(int[] source, int offset) {
    if (plan.keepsShortNumbers() && plan.type().width() == Integer.BYTES) {
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
    if (plan.keepsShortNumbers()) {
      buffer.putFloat(value);
      written++;
    } else {
      appendRuled(value);
    }
  }

  /** Appends one value of an FP64 tensor. */
  public void append(double value) {
    if (plan.keepsNumbers()) {
      buffer.putDouble(value);
      written++;
    } else {
      appendRuled(value);
    }
  }

  private void appendRuled(double value) {
    ValueRule rule = fieldOfValue().rule();
    if (plan.type() == DataType.BYTES) {
      appendDigits(value);
      return;
    }
    double stored = rule.keeps(value) ? changed(value, rule) : removedNumber();
    if (plan.type() == DataType.FP32) {
      buffer.putFloat((float) stored);
    } else {
      buffer.putDouble(stored);
    }
    written++;
  }

  private double changed(double value, ValueRule rule) {
    if (rule.writesNumbersAsText()) {
      return failedNumber(); // one column of many: there is no place for a text
    }
    if (!rule.changesNumbers()) {
      return value;
    }
    try {
      return rule.changed(value);
    } catch (RuntimeException | StackOverflowError e) {
      return failedNumber();
    }
  }

  /** Appends one value of a tensor of integers, booleans or raw 16-bit floats. */
  public void append(long value) {
    if (plan.type() == DataType.BYTES) {
      appendDigits(value);
      return;
    }
    long stored = plan.keepsNumbers() ? value : ruled(value);
    switch (plan.type().width()) {
      case 1 -> buffer.putByte((int) stored);
      case 2 -> buffer.putShort((int) stored);
      case 4 -> buffer.putInt((int) stored);
      default -> buffer.putLong(stored);
    }
    written++;
  }

  private long ruled(long value) {
    ValueRule rule = fieldOfValue().rule();
    if (!rule.keeps(value)) {
      return (long) removedNumber();
    }
    if (rule.writesNumbersAsText()) {
      return (long) failedNumber();
    }
    if (!rule.changesNumbers()) {
      return value;
    }
    try {
      return plan.type().changed(value, rule);
    } catch (RuntimeException | StackOverflowError e) {
      return (long) failedNumber();
    }
  }

  private double removedNumber() {
    remove();
    return 0;
  }

  private double failedNumber() {
    fail();
    return 0;
  }

  /** A number whose rule is one for texts: what is whole has digits, the rest no one text. */
  private void appendDigits(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 0x1p53) {
      appendDigits((long) value);
    } else if (buffer.hasRoom(FIXED_BYTES)) {
      buffer.putInt(0);
      fail();
      written++;
    } else {
      cut = true;
    }
  }

  /** Hashed without a text of it; masked or cut digits are few, and made as a text first. */
  private void appendDigits(long value) {
    HashKey key = model.redaction().key();
    if (!plan.field().rule().hashesStrings()) {
      appendText(Long.toString(value));
    } else if (buffer.hasRoom(FIXED_BYTES + key.idBytes().length)) {
      buffer.putInt(InferenceCodec.HASHED_STRING | key.idBytes().length);
      buffer.putLong(hasher.hash(key, value));
      buffer.putInt(TextHasher.digits(value));
      buffer.putBytes(key.idBytes(), key.idBytes().length);
      written++;
    } else {
      cut = true;
    }
  }

  /** Appends one value of a BYTES tensor. */
  public void append(String value) {
    appendText(value);
  }

  private void appendText(String value) {
    int limit = limits.maxStringBytes();
    if (valuesStart < 0 || !buffer.hasRoom(limit + FIXED_BYTES)) {
      cut = true;
      return;
    }
    RedactedField of = fieldOfValue();
    boolean firstOfCall = plan.hasOneRule() ? written == 0 : written < valuesPerRow;
    int length = buffer.position();
    buffer.putInt(0);
    putTreated(value, of.rule(), treatment(value, of, firstOfCall, limit), length, limit);
    written++;
  }

  private static TextTreatment treatment(
      String value, RedactedField of, boolean firstOfCall, int limit) {
    try {
      return of.treatmentOf(value, firstOfCall, limit);
    } catch (RuntimeException | StackOverflowError e) {
      return TextTreatment.FAIL;
    }
  }

  private void putTreated(
      String value, ValueRule rule, TextTreatment treatment, int length, int limit) {
    switch (treatment) {
      case KEEP -> cut |= !buffer.putUtf8(value, limit);
      case TRUNCATE -> buffer.putUtf8(value, 0, Math.min(value.length(), rule.length()), limit);
      case MASK -> buffer.putMasked(value, rule.length());
      case HASH -> {
        putHash(value, length);
        return;
      }
      case REMOVE -> remove();
      case FAIL -> fail();
    }
    buffer.setInt(length, buffer.position() - length - Integer.BYTES);
  }

  private void putHash(String value, int length) {
    HashKey key = model.redaction().key();
    byte[] id = key.idBytes();
    buffer.setInt(length, InferenceCodec.HASHED_STRING | id.length);
    buffer.putLong(hasher.hash(key, value));
    buffer.putInt(value.length());
    buffer.putBytes(id, id.length);
  }

  private RedactedField fieldOfValue() {
    return plan.hasOneRule() || valuesPerRow == 0
        ? plan.field()
        : plan.field(written % valuesPerRow);
  }

  private void fail() {
    countFailure();
    remove();
  }

  /** A value that a rule should have changed and could not is missing. */
  void countFailure() {
    failures = Math.min(MOST_FAILURES, failures + 1);
  }

  private void remove() {
    if (removedCount < MAX_REMOVED) {
      removed[removedCount] = written;
    }
    removedCount++;
    int column = valuesPerRow == 0 ? 0 : written % valuesPerRow;
    removedColumns[column >> 6] |= 1L << column;
  }

  /** Ends the tensor. */
  public void close() {
    anyCut |= cut;
    if (valuesStart < 0) {
      buffer.abandon();
      return;
    }
    if (removedCount <= MAX_REMOVED) {
      buffer.align();
      for (int i = 0; i < removedCount; i++) {
        buffer.putInt(removed[i]);
      }
    } else {
      removeColumns();
    }
    buffer.align();
    buffer.setByte(section + 3, cut ? InferenceCodec.TENSOR_CUT : 0);
    buffer.setInt(section + 4, buffer.position() - section);
    buffer.setInt(section + 8, written);
    buffer.setInt(section + 12, valuesPerRow);
    buffer.setInt(section + 20, removedCount);
    buffer.complete();
  }

  /** More than can be told one by one: whole columns are removed, or where there is one, all. */
  private void removeColumns() {
    int count = 0;
    for (long word : removedColumns) {
      count += Long.bitCount(word);
    }
    if (valuesPerRow < 2 || count == valuesPerRow || !buffer.hasRoom((count + 4) * Integer.BYTES)) {
      buffer.position(valuesStart);
      written = 0;
      removedCount = 0;
      return;
    }
    buffer.align();
    for (int column = valuesPerRow - 1; column >= 0; column--) {
      if ((removedColumns[column >> 6] & 1L << column) != 0) {
        buffer.putInt(~column);
      }
    }
    removedCount = count;
  }
}
