package io.plumbline.instrumentation.methods;

import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.TensorRole;
import io.plumbline.capture.TensorWriter;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Arrays of primitives, of one and two dimensions. Allocates nothing. */
final class PrimitiveArrays {
  private PrimitiveArrays() {}

  /** False for an array of something else. */
  static boolean copy(TensorRole role, String name, Object array, InFlightInference call) {
    if (array instanceof float[] floats) {
      vector(role, name, DataType.FP32, floats.length, call).floats(floats).close();
    } else if (array instanceof double[] doubles) {
      vector(role, name, DataType.FP64, doubles.length, call).doubles(doubles).close();
    } else if (array instanceof long[] longs) {
      vector(role, name, DataType.INT64, longs.length, call).longs(longs).close();
    } else if (array instanceof int[] ints) {
      vector(role, name, DataType.INT32, ints.length, call).ints(ints).close();
    } else if (array instanceof float[][] rows) {
      TensorWriter tensor = matrix(role, name, DataType.FP32, rows, call);
      for (int row = 0; row < tensor.rows(); row++) {
        tensor.floats(rows[row], 0);
      }
      tensor.close();
    } else if (array instanceof double[][] rows) {
      TensorWriter tensor = matrix(role, name, DataType.FP64, rows, call);
      for (int row = 0; row < tensor.rows(); row++) {
        tensor.doubles(rows[row], 0);
      }
      tensor.close();
    } else if (array instanceof long[][] rows) {
      TensorWriter tensor = matrix(role, name, DataType.INT64, rows, call);
      for (int row = 0; row < tensor.rows(); row++) {
        tensor.longs(rows[row], 0);
      }
      tensor.close();
    } else if (array instanceof int[][] rows) {
      TensorWriter tensor = matrix(role, name, DataType.INT32, rows, call);
      for (int row = 0; row < tensor.rows(); row++) {
        tensor.ints(rows[row], 0);
      }
      tensor.close();
    } else {
      return copySmall(role, name, array, call);
    }
    return true;
  }

  private static boolean copySmall(
      TensorRole role, String name, Object array, InFlightInference call) {
    DataType type = smallType(array);
    if (type == null) {
      return false;
    }
    TensorWriter tensor = vector(role, name, type, Array.getLength(array), call);
    int count = tensor.rows() * tensor.valuesPerRow();
    for (int i = 0; i < count; i++) {
      if (array instanceof boolean[] booleans) {
        tensor.append(booleans[i] ? 1L : 0L);
      } else {
        tensor.append(Array.getLong(array, i));
      }
    }
    tensor.close();
    return true;
  }

  /** Whether {@link #copy} takes it. */
  static boolean isOne(Object value) {
    Class<?> element = value.getClass().getComponentType();
    if (element == null) {
      return false;
    }
    return element.isPrimitive()
        ? element != char.class
        : element == float[].class
            || element == double[].class
            || element == long[].class
            || element == int[].class;
  }

  private static @Nullable DataType smallType(Object array) {
    if (array instanceof boolean[]) {
      return DataType.BOOL;
    }
    if (array instanceof byte[]) {
      return DataType.INT8;
    }
    if (array instanceof short[]) {
      return DataType.INT16;
    }
    return null;
  }

  /** Labels and scores are one a row; so is a result of as many values as there were rows. */
  private static TensorWriter vector(
      TensorRole role, String name, DataType type, int length, InFlightInference call) {
    return isOnePerRow(role, length, call)
        ? call.tensor(role, name, type, length, 1)
        : call.tensor(role, name, type, 1, length);
  }

  private static boolean isOnePerRow(TensorRole role, int length, InFlightInference call) {
    return role == TensorRole.LABEL
        || role == TensorRole.SCORE
        || (role == TensorRole.OUTPUT && length > 1 && call.batchSize() == length);
  }

  /** Rows of an array of features. */
  static long rows(Object array) {
    boolean oneRow = array.getClass().getComponentType().isPrimitive();
    return oneRow ? 1 : Array.getLength(array);
  }

  /** Takes the rows up to the first that is missing or of another length than the first. */
  private static TensorWriter matrix(
      TensorRole role, String name, DataType type, Object[] rows, InFlightInference call) {
    int columns = rows.length == 0 || rows[0] == null ? 0 : Array.getLength(rows[0]);
    TensorWriter tensor = call.tensor(role, name, type, rows.length, columns);
    int known = 0;
    while (known < tensor.rows()
        && rows[known] != null
        && Array.getLength(rows[known]) == columns) {
      known++;
    }
    return tensor.limit(known, columns);
  }
}
