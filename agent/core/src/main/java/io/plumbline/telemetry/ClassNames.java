package io.plumbline.telemetry;

import io.plumbline.capture.DataType;
import io.plumbline.capture.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of a model's classes: as the model's description gives them by index, else as the library
 * does, else the index itself.
 */
final class ClassNames {
  private final List<String> byIndex;

  /**
   * @param byIndex {@code labels} of the model; empty where unknown
   */
  ClassNames(List<String> byIndex) {
    this.byIndex = byIndex;
  }

  String name(int index) {
    return index >= 0 && index < byIndex.size() ? byIndex.get(index) : Integer.toString(index);
  }

  /** Names of the columns of a matrix of probabilities. */
  List<String> columns(Matrix probabilities) {
    int columns = probabilities.columns();
    Tensor given = probabilities.tensor().classes();
    boolean described = byIndex.size() == probabilities.hostColumns();
    Tensor used = given == null || given.size() < columns || described ? null : given;
    List<String> names = new ArrayList<>(columns);
    for (int column = 0; column < columns; column++) {
      names.add(used == null ? name(column) : used.textAt(column));
    }
    return names;
  }

  /**
   * The label that a model itself gave.
   *
   * @param probabilities of the same rows; null where there are none
   * @return null where redaction removed it
   */
  @Nullable String label(Matrix labels, int row, @Nullable Matrix probabilities) {
    Tensor tensor = labels.tensor();
    int index = labels.index(row, 0);
    if (tensor.isRemoved(index)) {
      return null;
    }
    String text = text(tensor, index);
    Tensor given = probabilities == null ? null : probabilities.tensor().classes();
    int column = given == null ? -1 : column(given, text);
    if (probabilities != null && column >= 0 && column < probabilities.columns()) {
      return columns(probabilities).get(column);
    }
    return isIndex(tensor, index) ? byIndex.get((int) tensor.longAt(index)) : text;
  }

  private boolean isIndex(Tensor tensor, int index) {
    if (tensor.isText()) {
      return false;
    }
    double value = tensor.doubleAt(index);
    return value >= 0 && value < byIndex.size() && value == Math.rint(value);
  }

  private static int column(Tensor classes, String text) {
    for (int i = 0; i < classes.size(); i++) {
      if (classes.textAt(i).equals(text)) {
        return i;
      }
    }
    return -1;
  }

  private static String text(Tensor tensor, int index) {
    if (tensor.isText()) {
      return tensor.textAt(index);
    }
    if (tensor.datatype() == DataType.BOOL) {
      return Boolean.toString(tensor.longAt(index) != 0);
    }
    double value = tensor.doubleAt(index);
    return value == Math.rint(value) ? Long.toString(tensor.longAt(index)) : tensor.textAt(index);
  }
}
