package io.plumbline.instrumentation.xgboost;

import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.TensorRole;
import io.plumbline.capture.TensorWriter;

/** What a prediction takes and gives, as tensors. A missing value is NaN. */
final class XgboostTensors {
  private static final String INPUT = "features";
  private static final String OUTPUT = "prediction";

  private XgboostTensors() {}

  static TensorWriter openInput(long rows, long columns, InFlightInference call) {
    call.batchSize(rows);
    return call.tensor(TensorRole.INPUT, INPUT, DataType.FP32, rows, columns);
  }

  /** Values that the host still holds, row-major. */
  static void copyInput(
      float[] data, int rows, int columns, float missing, InFlightInference call) {
    int whole = columns <= 0 ? 0 : Math.min(rows, data.length / columns);
    TensorWriter tensor = openInput(rows, columns, call).limit(whole, columns);
    for (int row = 0; row < tensor.rows(); row++) {
      int offset = row * columns;
      if (Float.isNaN(missing)) {
        tensor.floats(data, offset);
      } else {
        for (int i = 0; i < tensor.valuesPerRow(); i++) {
          float value = data[offset + i];
          tensor.append(value == missing ? Float.NaN : value);
        }
      }
    }
    tensor.close();
  }

  static void copyOutput(float[][] predicted, InFlightInference call) {
    int columns = predicted.length == 0 ? 0 : predicted[0].length;
    call.batchSize(predicted.length);
    TensorWriter tensor =
        call.tensor(TensorRole.OUTPUT, OUTPUT, DataType.FP32, predicted.length, columns);
    for (int row = 0; row < tensor.rows(); row++) {
      tensor.floats(predicted[row], 0);
    }
    tensor.close();
  }
}
