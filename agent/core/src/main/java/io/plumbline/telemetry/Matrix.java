package io.plumbline.telemetry;

import io.plumbline.capture.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A tensor seen as rows and columns, as far as it was captured.
 *
 * @param rows captured rows
 * @param columns captured values of each row
 * @param hostColumns values of each row that the host had
 */
record Matrix(Tensor tensor, int rows, int columns, long hostColumns) {
  /**
   * The first dimension counts rows; only in a call of one row a vector is that row.
   *
   * @param batchSize rows of the call; null where unknown
   */
  static Matrix of(Tensor tensor, @Nullable Integer batchSize) {
    long[] shape = tensor.shape();
    boolean oneRow = batchSize != null && batchSize == 1;
    if (oneRow && shape.length == 1 && shape[0] > 1) {
      return flat(tensor);
    }
    long perRow = 1;
    for (int i = 1; i < shape.length; i++) {
      perRow *= shape[i];
    }
    return new Matrix(tensor, tensor.rows(), tensor.valuesPerRow(), perRow);
  }

  /** All values as one row. */
  static Matrix flat(Tensor tensor) {
    long all = 1;
    for (long length : tensor.shape()) {
      all *= length;
    }
    return new Matrix(tensor, tensor.size() > 0 ? 1 : 0, tensor.size(), all);
  }

  boolean hasAllColumns() {
    return columns == hostColumns;
  }

  int index(int row, int column) {
    return row * columns + column;
  }

  /** NaN where redaction removed the value. */
  double valueAt(int row, int column) {
    int index = index(row, column);
    return tensor.isRemoved(index) ? Double.NaN : tensor.doubleAt(index);
  }
}
