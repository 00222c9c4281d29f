package io.plumbline.instrumentation.onnxruntime;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.TensorRole;
import io.plumbline.capture.TensorWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One map a row, from class to probability, as {@code ZipMap} of scikit-learn's exporters gives
 * them: a tensor {@code [rows, classes]} and the names of its columns.
 */
final class OrtMaps {
  private OrtMaps() {}

  /**
   * @param maps each an {@link OnnxMap}, all with the same keys
   */
  static void copy(
      TensorRole role, String name, List<? extends OnnxValue> maps, InFlightInference call)
      throws OrtException {
    if (maps.isEmpty() || !(maps.get(0) instanceof OnnxMap first)) {
      return;
    }
    DataType type = typeOf(first);
    if (type == null) {
      return;
    }
    Object[] classes = first.getValue().keySet().toArray();
    // The map that the library hands out is a hash map; its native one was sorted.
    Arrays.sort(classes);
    TensorWriter values = call.tensor(role, name, type, maps.size(), classes.length);
    for (int row = 0; row < values.rows(); row++) {
      copyRow(((OnnxMap) maps.get(row)).getValue(), classes, type, values);
    }
    values.close();
    copyClasses(classes, call);
  }

  private static @Nullable DataType typeOf(OnnxMap map) {
    return switch (map.getInfo().valueType) {
      case FLOAT -> DataType.FP32;
      case DOUBLE -> DataType.FP64;
      case INT64 -> DataType.INT64;
      default -> null;
    };
  }

  private static void copyRow(Map<?, ?> row, Object[] classes, DataType type, TensorWriter values) {
    for (int i = 0; i < values.valuesPerRow(); i++) {
      Object value = row.get(classes[i]);
      double number = value instanceof Number present ? present.doubleValue() : Double.NaN;
      switch (type) {
        case FP32 -> values.append((float) number);
        case FP64 -> values.append(number);
        default -> values.append(value instanceof Long present ? present : 0L);
      }
    }
  }

  private static void copyClasses(Object[] classes, InFlightInference call) {
    TensorWriter names = call.tensor(TensorRole.CLASSES, "", DataType.BYTES, 1, classes.length);
    for (int i = 0; i < names.rows() * names.valuesPerRow(); i++) {
      names.append(classes[i].toString());
    }
    names.close();
  }
}
