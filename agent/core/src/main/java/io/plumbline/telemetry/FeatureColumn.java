package io.plumbline.telemetry;

import io.plumbline.capture.DataType;
import io.plumbline.capture.Tensor;

/**
 * One feature, over the captured rows of its inference.
 *
 * @param name of the feature
 * @param group the same name for all columns of a wide matrix without names; else {@link #name}
 */
record FeatureColumn(String name, String group, Matrix matrix, int column) {
  Tensor tensor() {
    return matrix.tensor();
  }

  int index(int row) {
    return matrix.index(row, column);
  }

  boolean isText() {
    return tensor().isText();
  }

  boolean isInteger() {
    return switch (tensor().datatype()) {
      case FP16, BF16, FP32, FP64, BYTES, BOOL -> false;
      default -> true;
    };
  }

  boolean isBoolean() {
    return tensor().datatype() == DataType.BOOL;
  }

  boolean isRemoved(int row) {
    return tensor().isRemoved(index(row));
  }

  /** True when redaction left out a value of any row. */
  boolean anyRemoved() {
    for (int row = 0; row < matrix.rows(); row++) {
      if (isRemoved(row)) {
        return true;
      }
    }
    return false;
  }

  /** NaN is how numeric libraries say that there is no value. */
  boolean isMissing(int row) {
    return !isText() && Double.isNaN(tensor().doubleAt(index(row)));
  }

  String textAt(int row) {
    return isBoolean()
        ? Boolean.toString(tensor().longAt(index(row)) != 0)
        : tensor().textAt(index(row));
  }
}
