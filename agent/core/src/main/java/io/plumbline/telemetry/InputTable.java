package io.plumbline.telemetry;

import io.plumbline.capture.DataType;
import io.plumbline.capture.Inference;
import io.plumbline.capture.Tensor;
import java.util.List;

/** An inference's inputs: one column a feature, one line a row. */
final class InputTable {
  private final Inference inference;
  private final InputLayout layout;
  private final List<Matrix> matrices;

  InputTable(Inference inference, InputLayout layout, List<Matrix> matrices) {
    this.inference = inference;
    this.layout = layout;
    this.matrices = matrices;
  }

  InputLayout layout() {
    return layout;
  }

  int rows() {
    return matrices.isEmpty() ? 0 : matrices.get(0).rows();
  }

  List<InputLayout.Column> columns() {
    return layout.columns();
  }

  /**
   * Features that this call did not bring. None where a limit cut something: it may have been
   * there.
   */
  List<String> absent() {
    return matrices.isEmpty() || inference.truncated() ? List.of() : layout.absent();
  }

  Tensor tensor(InputLayout.Column column) {
    return matrices.get(column.matrix()).tensor();
  }

  int index(InputLayout.Column column, int row) {
    return matrices.get(column.matrix()).index(row, column.column());
  }

  boolean isText(InputLayout.Column column) {
    return tensor(column).isText();
  }

  boolean isBoolean(InputLayout.Column column) {
    return tensor(column).datatype() == DataType.BOOL;
  }

  boolean isInteger(InputLayout.Column column) {
    return switch (tensor(column).datatype()) {
      case FP16, BF16, FP32, FP64, BYTES, BOOL -> false;
      default -> true;
    };
  }

  boolean isRemoved(InputLayout.Column column, int row) {
    return tensor(column).isRemoved(index(column, row));
  }

  /** True when redaction left out a value of any row. */
  boolean anyRemoved(InputLayout.Column column) {
    for (int row = 0; row < rows(); row++) {
      if (isRemoved(column, row)) {
        return true;
      }
    }
    return false;
  }

  /** Of a column that is not text; NaN is how numeric libraries say that there is no value. */
  double valueAt(InputLayout.Column column, int row) {
    return tensor(column).doubleAt(index(column, row));
  }

  /** Of a column that is not text. */
  long longAt(InputLayout.Column column, int row) {
    return tensor(column).longAt(index(column, row));
  }

  String textAt(InputLayout.Column column, int row) {
    return isBoolean(column)
        ? Boolean.toString(longAt(column, row) != 0)
        : tensor(column).textAt(index(column, row));
  }
}
