package io.plumbline.instrumentation.xgboost;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.TensorWriter;
import io.plumbline.capture.WeakIdentityTable;
import java.util.Arrays;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.util.BigDenseMatrix;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of a {@code DMatrix}, copied when it was built.
 *
 * <p>Bounded: {@value #MAX_VALUES} values of each of {@value #MATRICES} matrices, 16 MiB in all,
 * and no more than the host holds itself. Beyond that the longest forgotten by chance goes, and its
 * prediction has no input.
 */
final class KnownRows {
  private static final int MATRICES = 1024;
  private static final int MAX_VALUES = 4096;
  private static final int MAX_COLUMNS = 1024;

  /** Entries of a matrix by columns that are looked through for those of its first rows. */
  private static final int MAX_ENTRIES = 1 << 16;

  private static final WeakIdentityTable<DMatrix, KnownRows> TABLE =
      new WeakIdentityTable<>(MATRICES);

  private final long rows;
  private final int columns;
  private final int knownRows;
  private final int knownColumns;
  private final float[] values;

  /** What the application's thread was held up for them, ns, until a prediction takes it over. */
  private long costNanos;

  /** All values missing. */
  private KnownRows(long rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.knownColumns = Math.min(columns, MAX_COLUMNS);
    this.knownRows =
        knownColumns == 0 ? 0 : (int) Math.min(rows, Math.max(1, MAX_VALUES / knownColumns));
    this.values = new float[knownRows * knownColumns];
    Arrays.fill(values, Float.NaN);
  }

  static @Nullable KnownRows of(DMatrix matrix) {
    return TABLE.get(matrix);
  }

  /**
   * @param rows null when they cannot be known
   * @param begunNanos when looking for them began, by {@link System#nanoTime}
   */
  static void remember(DMatrix matrix, @Nullable KnownRows rows, long begunNanos) {
    if (rows != null) {
      TABLE.put(matrix, rows);
      rows.costNanos = System.nanoTime() - begunNanos;
    }
  }

  static void forget(DMatrix matrix) {
    TABLE.remove(matrix);
  }

  static KnownRows dense(float[] data, int rows, int columns, float missing) {
    KnownRows known = new KnownRows(rows, columns);
    for (int row = 0; row < known.knownRows; row++) {
      for (int column = 0; column < known.knownColumns; column++) {
        known.set(row, column, data[row * columns + column], missing);
      }
    }
    return known;
  }

  static KnownRows bigDense(BigDenseMatrix data, float missing) {
    KnownRows known = new KnownRows(data.nrow, data.ncol);
    for (int row = 0; row < known.knownRows; row++) {
      for (int column = 0; column < known.knownColumns; column++) {
        known.set(row, column, data.get(row, column), missing);
      }
    }
    return known;
  }

  /**
   * @param headers where each row starts in the other two, and their length
   * @param width columns; 0 = as many as the rows that are kept have
   */
  static KnownRows compressedRows(
      long[] headers, int[] indices, float[] data, int width, float missing) {
    int rows = headers.length - 1;
    int end = (int) headers[Math.min(rows, MAX_VALUES)];
    KnownRows known = new KnownRows(rows, width > 0 ? width : countOf(indices, end));
    for (int row = 0; row < known.knownRows; row++) {
      for (int i = (int) headers[row]; i < headers[row + 1]; i++) {
        known.set(row, indices[i], data[i], missing);
      }
    }
    return known;
  }

  /**
   * @param headers where each column starts in the other two, and their length
   * @param height rows; 0 = as many as there are
   * @return null where there is too much to look through
   */
  static @Nullable KnownRows compressedColumns(
      long[] headers, int[] indices, float[] data, int height, float missing) {
    int columns = headers.length - 1;
    if (headers[columns] > MAX_ENTRIES) {
      return null;
    }
    int end = (int) headers[columns];
    KnownRows known = new KnownRows(height > 0 ? height : countOf(indices, end), columns);
    for (int column = 0; column < columns; column++) {
      for (int i = (int) headers[column]; i < headers[column + 1]; i++) {
        known.set(indices[i], column, data[i], missing);
      }
    }
    return known;
  }

  private static int countOf(int[] indices, int end) {
    int largest = -1;
    for (int i = 0; i < end; i++) {
      largest = Math.max(largest, indices[i]);
    }
    return largest + 1;
  }

  /** The rows of these numbers, up to the first that is not known. */
  KnownRows slice(int[] numbers) {
    int count = 0;
    while (count < numbers.length && numbers[count] < knownRows) {
      count++;
    }
    return new KnownRows(this, numbers, count);
  }

  private KnownRows(KnownRows whole, int[] numbers, int count) {
    this.rows = numbers.length;
    this.columns = whole.columns;
    this.knownColumns = whole.knownColumns;
    this.knownRows = Math.min(count, Math.max(1, MAX_VALUES / Math.max(1, knownColumns)));
    this.values = new float[knownRows * knownColumns];
    for (int row = 0; row < knownRows; row++) {
      System.arraycopy(
          whole.values, numbers[row] * knownColumns, values, row * knownColumns, knownColumns);
    }
  }

  private void set(int row, int column, float value, float missing) {
    if (row < knownRows && column < knownColumns && value != missing) {
      values[row * knownColumns + column] = value;
    }
  }

  /** Values that are kept. */
  int size() {
    return values.length;
  }

  void copyTo(InFlightInference call) {
    call.prepared(costNanos);
    costNanos = 0;
    TensorWriter tensor =
        XgboostTensors.openInput(rows, columns, call).limit(knownRows, knownColumns);
    for (int row = 0; row < tensor.rows(); row++) {
      tensor.floats(values, row * knownColumns);
    }
    tensor.close();
  }
}
