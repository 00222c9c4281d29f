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
  private final IdentityCache<InputLayout, List<EncodedKey>> keysOf = new IdentityCache<>();

  InputAttributes(int byValueLimit) {
    this.byValueLimit = byValueLimit;
  }

  void put(AttributeWriter attributes, Interpretation interpretation) {
    Inference inference = interpretation.inference();
    if (inference.level() != CaptureLevel.FULL) {
      return;
    }
    if (inference.inputs().isEmpty()) {
      attributes.put(SpanKeys.FEATURES_SEEN, false);
      return;
    }
    InputTable table = interpretation.inputs();
    int columns = table.columns().size();
    if (table.rows() == 1 && columns <= byValueLimit && table.layout().namesDiffer()) {
      putByValue(attributes, table);
    } else if (columns > 0) {
      putArrays(attributes, table);
    }
  }

  private void putByValue(AttributeWriter attributes, InputTable table) {
    List<EncodedKey> columnKeys = keysOf.get(table.layout(), InputAttributes::keys);
    List<String> missing = new ArrayList<>(table.absent());
    for (int i = 0; i < columnKeys.size(); i++) {
      Column column = table.columns().get(i);
      if (!table.isRemoved(column, 0)) {
        putValue(attributes, table, column, columnKeys.get(i), missing);
      }
    }
    if (!missing.isEmpty()) {
      attributes.putTexts(SpanKeys.FEATURES_MISSING, missing);
    }
  }

  private static List<EncodedKey> keys(InputLayout layout) {
    return layout.columns().stream().map(column -> SpanKeys.ofInput(column.name())).toList();
  }

  private static void putValue(
      AttributeWriter attributes,
      InputTable table,
      Column column,
      EncodedKey key,
      List<String> missing) {
    if (table.isText(column)) {
      attributes.put(key, table.textAt(column, 0));
    } else if (table.isBoolean(column)) {
      attributes.put(key, table.longAt(column, 0) != 0);
    } else if (table.isInteger(column)) {
      attributes.put(key, table.longAt(column, 0));
    } else {
      double value = table.valueAt(column, 0);
      if (Double.isNaN(value)) {
        missing.add(column.name());
      } else if (Double.isInfinite(value)) {
        // JSON has no infinity.
        attributes.put(key, table.textAt(column, 0));
      } else {
        attributes.put(key, value);
      }
    }
  }

  private static void putArrays(AttributeWriter attributes, InputTable table) {
    List<Column> columns =
        table.columns().stream().filter(column -> !table.anyRemoved(column)).toList();
    attributes.putTexts(SpanKeys.INPUT_NAMES, columns.stream().map(Column::name).toList());
    putValues(attributes, table, columns);
    attributes.putLongs(SpanKeys.INPUT_SHAPE, table.rows(), columns.size());
  }

  private static void putValues(
      AttributeWriter attributes, InputTable table, List<Column> columns) {
    if (columns.stream().anyMatch(table::isText)) {
      attributes.putTexts(SpanKeys.INPUT_VALUES, texts(table, columns));
    } else if (columns.stream().allMatch(table::isInteger)) {
      attributes.putLongs(SpanKeys.INPUT_VALUES, longs(table, columns));
    } else {
      double[] doubles = doubles(table, columns);
      if (AttributeWriter.holds(doubles)) {
        attributes.putDoubles(SpanKeys.INPUT_VALUES, doubles);
      } else {
        attributes.putTexts(SpanKeys.INPUT_VALUES, texts(table, columns));
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

  private static long[] longs(InputTable table, List<Column> columns) {
    long[] longs = new long[table.rows() * columns.size()];
    int next = 0;
    for (int row = 0; row < table.rows(); row++) {
      for (Column column : columns) {
        longs[next++] = table.longAt(column, row);
      }
    }
    return longs;
  }

  private static double[] doubles(InputTable table, List<Column> columns) {
    double[] doubles = new double[table.rows() * columns.size()];
    int next = 0;
    for (int row = 0; row < table.rows(); row++) {
      for (Column column : columns) {
        doubles[next++] = table.valueAt(column, row);
      }
    }
    return doubles;
  }
}
