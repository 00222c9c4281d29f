package io.plumbline.instrumentation.methods;

import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.TensorRole;
import io.plumbline.capture.TensorWriter;
import io.plumbline.path.Elements;
import io.plumbline.path.PathException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list of rows: arrays or lists of numbers as one matrix; maps, records, beans and rows of mixed
 * values as a tensor a column, with the columns of the first row.
 */
final class RowTable {
  private final ValueCopier copier;
  private final NamedReading target;
  private final List<String> columns;

  /**
   * @param columns names of the columns where rows have none
   */
  RowTable(ValueCopier copier, NamedReading target, List<String> columns) {
    this.copier = copier;
    this.target = target;
    this.columns = columns;
  }

  /**
   * @param elements the first rows
   * @param size all rows
   * @throws PathException when they are no rows
   */
  void copy(@Nullable Object[] elements, long size, InFlightInference call) {
    int bound = Math.min(elements.length, call.limits().maxRows());
    List<@Nullable Object[]> lists = lists(elements, bound, call);
    if (lists != null && areNumbers(lists)) {
      copyMatrix(lists, width(elements[0], lists), size, call);
      return;
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < bound; i++) {
      rows.add(lists != null ? indexed(lists.get(i)) : named(elements[i], call));
    }
    if (target.role() == TensorRole.PROBABILITIES) {
      copyClasses(rows, size, call);
      return;
    }
    for (String column : rows.get(0).keySet()) {
      copyColumn(column, rows, size, call);
    }
  }

  /** From class to probability, in each row. */
  private void copyClasses(
      List<Map<String, @Nullable Object>> rows, long size, InFlightInference call) {
    Set<String> classes = rows.get(0).keySet();
    List<@Nullable Object[]> lists = new ArrayList<>();
    for (Map<String, @Nullable Object> row : rows) {
      lists.add(ValueCopier.unwrapped(classes.stream().map(row::get).toArray()));
    }
    if (!areNumbers(lists)) {
      throw new PathException("probabilities are not numbers");
    }
    copyMatrix(lists, classes.size(), size, call);
    ValueCopier.copyClassNames(classes, call);
  }

  /** Every row as a list of its values; null when one is no list. */
  private static @Nullable List<@Nullable Object[]> lists(
      @Nullable Object[] elements, int bound, InFlightInference call) {
    List<@Nullable Object[]> lists = new ArrayList<>();
    for (int i = 0; i < bound; i++) {
      Object row = elements[i];
      if (row == null) {
        return null;
      } else if (row.getClass().isArray() && row.getClass().getComponentType().isPrimitive()) {
        lists.add(boxed(row, call.limits().maxValuesPerRow()));
      } else if (Elements.isMany(row)) {
        lists.add(ValueCopier.unwrapped(Elements.first(row, call.limits().maxValuesPerRow())));
      } else {
        return null;
      }
    }
    return lists;
  }

  private static @Nullable Object[] boxed(Object array, int limit) {
    @Nullable Object[] values = new @Nullable Object[Math.min(limit, Array.getLength(array))];
    for (int i = 0; i < values.length; i++) {
      values[i] = Array.get(array, i);
    }
    return values;
  }

  private static boolean areNumbers(List<@Nullable Object[]> lists) {
    int width = lists.get(0).length;
    for (@Nullable Object[] list : lists) {
      DataType type = Scalar.commonType(list);
      if (list.length != width || type == null || type == DataType.BYTES || type == DataType.BOOL) {
        return false;
      }
    }
    return true;
  }

  /** Of all values of the first row, not only those taken. */
  private static long width(@Nullable Object row, List<@Nullable Object[]> lists) {
    long taken = lists.get(0).length;
    return row == null ? taken : Math.max(taken, Elements.size(row));
  }

  private void copyMatrix(
      List<@Nullable Object[]> lists, long width, long size, InFlightInference call) {
    DataType type = matrixType(lists);
    TensorWriter tensor = call.tensor(target.role(), target.name(), type, size, width);
    tensor.limit(lists.size(), lists.get(0).length);
    for (int row = 0; row < tensor.rows(); row++) {
      for (int column = 0; column < tensor.valuesPerRow(); column++) {
        Scalar.append(tensor, type, lists.get(row)[column]);
      }
    }
    tensor.close();
  }

  private static DataType matrixType(List<@Nullable Object[]> lists) {
    DataType type = Scalar.commonType(lists.get(0));
    for (@Nullable Object[] list : lists) {
      if (Scalar.commonType(list) != type) {
        return DataType.FP64;
      }
    }
    return type == null ? DataType.FP64 : type;
  }

  private Map<String, @Nullable Object> indexed(@Nullable Object[] list) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < list.length; i++) {
      row.put(i < columns.size() ? columns.get(i) : target.name() + "." + i, list[i]);
    }
    return row;
  }

  private Map<String, @Nullable Object> named(@Nullable Object element, InFlightInference call) {
    Map<String, @Nullable Object> row =
        element == null ? null : copier.row(element, call.limits().maxValuesPerRow(), call);
    if (row == null) {
      String type = element == null ? "null" : element.getClass().getName();
      throw new PathException("its rows are " + type + ", which has no values");
    }
    return row;
  }

  private void copyColumn(
      String column, List<Map<String, @Nullable Object>> rows, long size, InFlightInference call) {
    @Nullable Object[] values =
        ValueCopier.unwrapped(rows.stream().map(row -> row.get(column)).toArray());
    DataType type = columnType(values);
    if (type == null) {
      target
          .reading()
          .failed(new PathException(column + " is not one value a row; it is left out"));
      return;
    }
    TensorWriter tensor = call.tensor(target.role(), column, type, size, 1);
    tensor.limit(values.length, 1);
    for (int row = 0; row < tensor.rows(); row++) {
      Scalar.append(tensor, type, values[row]);
    }
    tensor.close();
  }

  /** Mixed values as texts; a missing text is an empty one. */
  private static @Nullable DataType columnType(@Nullable Object[] values) {
    DataType type = Scalar.commonType(values);
    return type != null || !ValueCopier.areScalars(values) ? type : DataType.BYTES;
  }
}
