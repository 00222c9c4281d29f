package io.plumbline.telemetry;

import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.Inference;
import io.plumbline.telemetry.InputLayout.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * Attributes of a span that say what the model saw: each feature by value for one row of not too
 * many, else names and values as arrays.
 *
 * <p>A value that redaction removed is left out; in arrays its whole column, so that they stay
 * rectangular.
 */
final class InputAttributes {
  private final int byValueLimit;
  private final InputLayouts layouts = new InputLayouts();
  private final FeatureKeys keys = new FeatureKeys();
  private final IdentityCache<InputLayout, List<FeatureKeys.Keys>> keysOf = new IdentityCache<>();

  InputAttributes(int byValueLimit) {
    this.byValueLimit = byValueLimit;
  }

  void put(FlatAttributes.Builder attributes, Inference inference) {
    if (inference.level() != CaptureLevel.FULL) {
      return;
    }
    if (inference.inputs().isEmpty()) {
      attributes.put(InferenceAttributes.FEATURES_SEEN, false);
      return;
    }
    InputTable table = layouts.table(inference);
    int columns = table.columns().size();
    if (table.rows() == 1 && columns <= byValueLimit && table.layout().namesDiffer()) {
      putByValue(attributes, table);
    } else if (columns > 0) {
      putArrays(attributes, table);
    }
  }

  private void putByValue(FlatAttributes.Builder attributes, InputTable table) {
    List<FeatureKeys.Keys> columnKeys = keysOf.get(table.layout(), this::keys);
    List<String> missing = new ArrayList<>(table.absent());
    for (int i = 0; i < columnKeys.size(); i++) {
      Column column = table.columns().get(i);
      if (!table.isRemoved(column, 0)) {
        putValue(attributes, table, column, columnKeys.get(i), missing);
      }
    }
    attributes.put(InferenceAttributes.FEATURES_MISSING, missing.isEmpty() ? null : missing);
  }

  private List<FeatureKeys.Keys> keys(InputLayout layout) {
    return layout.columns().stream().map(column -> keys.of(column.name())).toList();
  }

  private static void putValue(
      FlatAttributes.Builder attributes,
      InputTable table,
      Column column,
      FeatureKeys.Keys key,
      List<String> missing) {
    if (table.isText(column)) {
      attributes.put(key.ofText(), table.textAt(column, 0));
    } else if (table.isBoolean(column)) {
      attributes.put(key.ofBoolean(), table.longAt(column, 0) != 0);
    } else if (table.isInteger(column)) {
      attributes.put(key.ofLong(), table.longAt(column, 0));
    } else {
      double value = table.valueAt(column, 0);
      if (Double.isNaN(value)) {
        missing.add(column.name());
      } else if (Double.isInfinite(value)) {
        // JSON has no infinity.
        attributes.put(key.ofText(), table.textAt(column, 0));
      } else {
        attributes.put(key.ofDouble(), value);
      }
    }
  }

  private static void putArrays(FlatAttributes.Builder attributes, InputTable table) {
    List<Column> columns =
        table.columns().stream().filter(column -> !table.anyRemoved(column)).toList();
    attributes.put(InferenceAttributes.INPUT_NAMES, columns.stream().map(Column::name).toList());
    putValues(attributes, table, columns);
    attributes.put(
        InferenceAttributes.INPUT_SHAPE, List.of((long) table.rows(), (long) columns.size()));
  }

  private static void putValues(
      FlatAttributes.Builder attributes, InputTable table, List<Column> columns) {
    if (columns.stream().anyMatch(table::isText)) {
      attributes.put(InferenceAttributes.INPUT_VALUES_TEXT, texts(table, columns));
    } else if (columns.stream().allMatch(table::isInteger)) {
      attributes.put(InferenceAttributes.INPUT_VALUES_LONG, longs(table, columns));
    } else {
      DoubleList doubles = doubles(table, columns);
      if (doubles.isFinite()) {
        attributes.put(InferenceAttributes.INPUT_VALUES, doubles);
      } else {
        attributes.put(InferenceAttributes.INPUT_VALUES_TEXT, texts(table, columns));
      }
    }
  }

  private static List<String> texts(InputTable table, List<Column> columns) {
    List<String> texts = new ArrayList<>(table.rows() * columns.size());
    for (int row = 0; row < table.rows(); row++) {
      for (Column column : columns) {
        texts.add(table.textAt(column, row));
      }
    }
    return texts;
  }

  private static List<Long> longs(InputTable table, List<Column> columns) {
    List<Long> longs = new ArrayList<>(table.rows() * columns.size());
    for (int row = 0; row < table.rows(); row++) {
      for (Column column : columns) {
        longs.add(table.longAt(column, row));
      }
    }
    return longs;
  }

  private static DoubleList doubles(InputTable table, List<Column> columns) {
    double[] doubles = new double[table.rows() * columns.size()];
    int next = 0;
    for (int row = 0; row < table.rows(); row++) {
      for (Column column : columns) {
        doubles[next++] = table.valueAt(column, row);
      }
    }
    return new DoubleList(doubles);
  }
}
