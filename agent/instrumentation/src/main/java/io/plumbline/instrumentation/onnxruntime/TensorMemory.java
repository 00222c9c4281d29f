package io.plumbline.instrumentation.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A tensor's values where they are: native memory, seen through a direct buffer.
 *
 * <p>Every public accessor copies the whole tensor first, an image or an embedding for the sake of
 * the few values that are kept. The private one below them (1.15.0, 1.20.0 and 1.29.0 have it) does
 * not; where it cannot be reached the public one serves.
 */
final class TensorMemory {
  private static final @Nullable MethodHandle BUFFER = find("getBuffer", ByteBuffer.class);

  /** Not in 1.15, where a closed tensor crashes the host by its own doing. */
  private static final @Nullable MethodHandle IS_CLOSED = find("isClosed", boolean.class);

  private TensorMemory() {}

  private static @Nullable MethodHandle find(String method, Class<?> result) {
    try {
      Lookup lookup = MethodHandles.privateLookupIn(OnnxTensor.class, MethodHandles.lookup());
      return lookup.findVirtual(OnnxTensor.class, method, MethodType.methodType(result));
    } catch (ReflectiveOperationException unreachable) {
      return null;
    }
  }

  static boolean isClosed(OnnxTensor tensor) {
    try {
      return IS_CLOSED != null && (boolean) IS_CLOSED.invokeExact(tensor);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Use it before the call ends: the host may free the memory on the next line.
   *
   * @return null for a closed tensor, and for one that is too large for a buffer or not all there
   */
  static @Nullable ByteBuffer of(OnnxTensor tensor) {
    long bytes = tensor.getInfo().getNumElements() * tensor.getInfo().type.size;
    if (bytes > Integer.MAX_VALUE || isClosed(tensor)) {
      return null;
    }
    ByteBuffer buffer = BUFFER == null ? tensor.getByteBuffer() : buffer(BUFFER, tensor);
    if (buffer == null || buffer.capacity() < bytes) {
      return null;
    }
    return buffer.order(ByteOrder.nativeOrder());
  }

  private static @Nullable ByteBuffer buffer(MethodHandle accessor, OnnxTensor tensor) {
    try {
      return (ByteBuffer) accessor.invokeExact(tensor);
    } catch (OrtException unreadable) {
      return null;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
