package io.plumbline.instrumentation.onnxruntime;

import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64;
import static ai.onnxruntime.TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.TensorRole;
import io.plumbline.capture.TensorWriter;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies a tensor's values, row-major, from where they are. */
final class OrtTensors {
  /** The library reads a tensor's strings all or none; more than these are not worth it. */
  private static final int MAX_STRINGS = 4096;

  private static final Map<TensorInfo.OnnxTensorType, DataType> TYPES = types();

  private OrtTensors() {}

  private static Map<TensorInfo.OnnxTensorType, DataType> types() {
    Map<TensorInfo.OnnxTensorType, DataType> types = new EnumMap<>(TensorInfo.OnnxTensorType.class);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL, DataType.BOOL);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8, DataType.UINT8);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16, DataType.UINT16);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32, DataType.UINT32);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64, DataType.UINT64);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8, DataType.INT8);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16, DataType.INT16);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32, DataType.INT32);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64, DataType.INT64);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16, DataType.FP16);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16, DataType.BF16);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, DataType.FP32);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE, DataType.FP64);
    types.put(ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING, DataType.BYTES);
    return types;
  }

  /** Null for complex and 8-bit floats, which the library does not give to Java either. */
  static @Nullable DataType typeOf(TensorInfo info) {
    return TYPES.get(info.onnxType);
  }

  /** Name, datatype and shape of a tensor whose values cannot be read. */
  static void copyShape(TensorRole role, String name, TensorInfo info, InFlightInference call) {
    DataType type = typeOf(info);
    if (type != null) {
      call.tensor(role, name, type, info.getShape()).limit(0, 0).close();
    }
  }

  static void copy(TensorRole role, String name, OnnxTensor tensor, InFlightInference call)
      throws OrtException {
    TensorInfo info = tensor.getInfo();
    DataType type = typeOf(info);
    if (type == null) {
      return;
    }
    long[] shape = info.getShape();
    TensorWriter writer = call.tensor(role, name, type, shape);
    if (info.getNumElements() > 0) {
      if (type == DataType.BYTES) {
        copyStrings(tensor, writer);
      } else {
        copyNumbers(tensor, type, shape, writer);
      }
    }
    writer.close();
  }

  private static void copyStrings(OnnxTensor tensor, TensorWriter writer) throws OrtException {
    if (tensor.getInfo().getNumElements() > MAX_STRINGS || TensorMemory.isClosed(tensor)) {
      writer.limit(0, 0);
      return;
    }
    Object value = tensor.getValue();
    if (value instanceof Object[] rows) {
      for (int row = 0; row < writer.rows(); row++) {
        appendRow(rows[row], writer.valuesPerRow(), writer);
      }
    } else if (value instanceof String scalar && writer.rows() > 0) {
      writer.append(scalar);
    }
  }

  /**
   * Appends the first {@code limit} strings of a row, which is nested as deep as its tensor.
   *
   * @return how many there were
   */
  private static int appendRow(Object row, int limit, TensorWriter writer) {
    if (row instanceof String text) {
      writer.append(text);
      return 1;
    }
    int appended = 0;
    Object[] elements = (Object[]) row;
    for (int i = 0; i < elements.length && appended < limit; i++) {
      appended += appendRow(elements[i], limit - appended, writer);
    }
    return appended;
  }

  private static void copyNumbers(
      OnnxTensor tensor, DataType type, long[] shape, TensorWriter writer) {
    ByteBuffer values = TensorMemory.of(tensor);
    if (values == null) {
      writer.limit(0, 0);
    } else if (type == DataType.FP32) {
      writer.floats(values.asFloatBuffer());
    } else {
      long rows = shape.length == 0 ? 1 : shape[0];
      appendNumbers(values, type, (int) (tensor.getInfo().getNumElements() / rows), writer);
    }
  }

  private static void appendNumbers(
      ByteBuffer values, DataType type, int rowSize, TensorWriter writer) {
    for (int row = 0; row < writer.rows(); row++) {
      for (int i = 0; i < writer.valuesPerRow(); i++) {
        int index = row * rowSize + i;
        switch (type) {
          case FP64 -> writer.append(values.getDouble(index * Double.BYTES));
          case INT64, UINT64 -> writer.append(values.getLong(index * Long.BYTES));
          case INT32, UINT32 -> writer.append((long) values.getInt(index * Integer.BYTES));
          case INT16, UINT16, FP16, BF16 ->
              writer.append((long) values.getShort(index * Short.BYTES));
          default -> writer.append((long) values.get(index));
        }
      }
    }
  }
}
