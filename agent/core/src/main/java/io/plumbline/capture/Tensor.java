package io.plumbline.capture;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A named array of values, row-major, as far as it was captured.
 *
 * <p>{@link #shape} is the host's; {@link #size} may be smaller, where a limit cut rows or values
 * of each row. Values are a {@code float[]} (FP32, FP16, BF16), {@code double[]} (FP64), {@code
 * long[]} (integers and BOOL) or {@code String[]} (BYTES).
 */
public final class Tensor {
  private final String name;
  private final DataType datatype;
  private final long[] shape;
  private final Object values;
  private final int valuesPerRow;
  private final int[] removed;
  private final @Nullable Tensor classes;

  /**
   * @param values an array of the type that the datatype has
   * @param valuesPerRow captured values of each row, ≥ 1 where there are values
   * @param removed indices of values that redaction removed, or the complements of whole columns;
   *     ascending
   * @param classes names of the columns, for probabilities that came as a map
   */
  Tensor(
      String name,
      DataType datatype,
      long[] shape,
      Object values,
      int valuesPerRow,
      int[] removed,
      @Nullable Tensor classes) {
    this.name = name;
    this.datatype = datatype;
    this.shape = shape;
    this.values = values;
    this.valuesPerRow = valuesPerRow;
    this.removed = removed;
    this.classes = classes;
  }

  /** A vector, whole. */
  public static Tensor fp32(String name, float... values) {
    return whole(name, DataType.FP32, values);
  }

  /** A vector, whole. */
  public static Tensor fp64(String name, double... values) {
    return whole(name, DataType.FP64, values);
  }

  /** A vector, whole. */
  public static Tensor int64(String name, long... values) {
    return whole(name, DataType.INT64, values);
  }

  /** A vector of strings, whole. */
  public static Tensor bytes(String name, String... values) {
    return whole(name, DataType.BYTES, values);
  }

  private static Tensor whole(String name, DataType datatype, Object values) {
    int size = Array.getLength(values);
    return new Tensor(name, datatype, new long[] {size}, values, 1, new int[0], null);
  }

  Tensor withClasses(Tensor newClasses) {
    return new Tensor(name, datatype, shape, values, valuesPerRow, removed, newClasses);
  }

  /** The same values under another shape, for example {@code [rows, columns]}. */
  public Tensor reshaped(long... newShape) {
    int perRow = (int) Arrays.stream(newShape).skip(1).reduce(1, (a, b) -> a * b);
    return new Tensor(name, datatype, newShape, values, perRow, removed, classes);
  }

  public String name() {
    return name;
  }

  public DataType datatype() {
    return datatype;
  }

  /** As the host had it; rows first. */
  public long[] shape() {
    return shape.clone();
  }

  /** Captured values. */
  public int size() {
    return Array.getLength(values);
  }

  /** Captured values of each row. */
  public int valuesPerRow() {
    return valuesPerRow;
  }

  /** Captured rows. */
  public int rows() {
    return valuesPerRow == 0 ? 0 : size() / valuesPerRow;
  }

  /** Class names of the columns, where the library gave probabilities as a map; else null. */
  public @Nullable Tensor classes() {
    return classes;
  }

  public boolean isText() {
    return datatype == DataType.BYTES;
  }

  /** True when redaction removed this value; the accessors then give 0 or the empty string. */
  public boolean isRemoved(int index) {
    return removed.length > 0
        && Arrays.binarySearch(
                removed, removed[0] < 0 ? ~(index % Math.max(1, valuesPerRow)) : index)
            >= 0;
  }

  /**
   * @throws IllegalStateException for a tensor of strings
   */
  public double doubleAt(int index) {
    if (values instanceof float[] floats) {
      return floats[index];
    }
    if (values instanceof double[] doubles) {
      return doubles[index];
    }
    if (values instanceof long[] longs) {
      return longs[index];
    }
    throw new IllegalStateException(name + " holds strings");
  }

  /** For integers and BOOL exactly; floats are rounded towards zero. */
  public long longAt(int index) {
    return values instanceof long[] longs ? longs[index] : (long) doubleAt(index);
  }

  /** The value as text; floats in their shortest form. */
  public String textAt(int index) {
    return Objects.toString(Array.get(values, index));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tensor that
        && name.equals(that.name)
        && datatype == that.datatype
        && Arrays.equals(shape, that.shape)
        && Objects.deepEquals(values, that.values)
        && Arrays.equals(removed, that.removed)
        && Objects.equals(classes, that.classes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, datatype, Arrays.hashCode(shape), size());
  }

  @Override
  public String toString() {
    List<String> texts = IntStream.range(0, size()).mapToObj(this::textAt).toList();
    return name + " " + datatype + Arrays.toString(shape) + " " + texts;
  }
}
