package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Attributes of a span that say what the model saw: each feature by value for one row of not too
 * many, else names and values as arrays.
 *
 * <p>A value that redaction removed is left out; in arrays its whole column, so that they stay
 * rectangular.
 */
final class InputAttributes {
  private final int byValueLimit;
  private final FeatureKeys keys = new FeatureKeys();

  InputAttributes(int byValueLimit) {
    this.byValueLimit = byValueLimit;
  }

  void put(FlatAttributes.Builder attributes, Inference inference) {
    if (inference.inputs().isEmpty()) {
      attributes.put(InferenceAttributes.FEATURES_SEEN, false);
      return;
    }
    InputTable table = InputTable.of(inference);
    List<FeatureColumn> columns = table.columns();
    if (table.rows() == 1 && columns.size() <= byValueLimit && namesDiffer(columns)) {
      putByValue(attributes, table);
    } else if (!columns.isEmpty()) {
      putArrays(attributes, table);
    }
  }

  private static boolean namesDiffer(List<FeatureColumn> columns) {
    Set<String> names = new HashSet<>();
    return columns.stream().allMatch(column -> names.add(column.name()));
  }

  private void putByValue(FlatAttributes.Builder attributes, InputTable table) {
    List<String> missing = new ArrayList<>(table.absent());
    for (FeatureColumn column : table.columns()) {
      if (column.isMissing(0)) {
        missing.add(column.name());
      } else if (!column.isRemoved(0)) {
        putValue(attributes, column);
      }
    }
    attributes.put(InferenceAttributes.FEATURES_MISSING, missing.isEmpty() ? null : missing);
  }

  private void putValue(FlatAttributes.Builder attributes, FeatureColumn column) {
    FeatureKeys.Keys key = keys.of(column.name());
    int index = column.index(0);
    if (column.isText()) {
      attributes.put(key.ofText(), column.textAt(0));
    } else if (column.isBoolean()) {
      attributes.put(key.ofBoolean(), column.tensor().longAt(index) != 0);
    } else if (column.isInteger()) {
      attributes.put(key.ofLong(), column.tensor().longAt(index));
    } else if (Double.isInfinite(column.tensor().doubleAt(index))) {
      // JSON has no infinity.
      attributes.put(key.ofText(), column.textAt(0));
    } else {
      attributes.put(key.ofDouble(), column.tensor().doubleAt(index));
    }
  }

  private static void putArrays(FlatAttributes.Builder attributes, InputTable table) {
    List<FeatureColumn> columns =
        table.columns().stream().filter(Predicate.not(FeatureColumn::anyRemoved)).toList();
    int rows = table.rows();
    attributes.put(
        InferenceAttributes.INPUT_NAMES, columns.stream().map(FeatureColumn::name).toList());
    putValues(attributes, columns, rows);
    attributes.put(InferenceAttributes.INPUT_SHAPE, List.of((long) rows, (long) columns.size()));
  }

  private static void putValues(
      FlatAttributes.Builder attributes, List<FeatureColumn> columns, int rows) {
    if (columns.stream().anyMatch(FeatureColumn::isText)) {
      attributes.put(InferenceAttributes.INPUT_VALUES_TEXT, texts(columns, rows));
    } else if (columns.stream().allMatch(FeatureColumn::isInteger)) {
      attributes.put(InferenceAttributes.INPUT_VALUES_LONG, longs(columns, rows));
    } else {
      DoubleList doubles = doubles(columns, rows);
      if (doubles.isFinite()) {
        attributes.put(InferenceAttributes.INPUT_VALUES, doubles);
      } else {
        attributes.put(InferenceAttributes.INPUT_VALUES_TEXT, texts(columns, rows));
      }
    }
  }

  private static List<String> texts(List<FeatureColumn> columns, int rows) {
    List<String> texts = new ArrayList<>(rows * columns.size());
    for (int row = 0; row < rows; row++) {
      for (FeatureColumn column : columns) {
        texts.add(column.textAt(row));
      }
    }
    return texts;
  }

  private static List<Long> longs(List<FeatureColumn> columns, int rows) {
    List<Long> longs = new ArrayList<>(rows * columns.size());
    for (int row = 0; row < rows; row++) {
      for (FeatureColumn column : columns) {
        longs.add(column.tensor().longAt(column.index(row)));
      }
    }
    return longs;
  }

  private static DoubleList doubles(List<FeatureColumn> columns, int rows) {
    double[] doubles = new double[rows * columns.size()];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      for (FeatureColumn column : columns) {
        doubles[next++] = column.tensor().doubleAt(column.index(row));
      }
    }
    return new DoubleList(doubles);
  }
}
