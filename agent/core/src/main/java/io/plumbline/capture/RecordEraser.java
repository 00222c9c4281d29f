package io.plumbline.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Takes out of a record all that was captured of a call's content, in place: tensors, prediction,
 * exception message, correlation id, thread name, and what a newer agent may have added. What stays
 * is that there was a call: model, times, trace, outcome. So it is still decoded, and counts.
 */
public final class RecordEraser {
  private RecordEraser() {}

  /**
   * @param record one whole record from index 0 to its limit
   * @throws InvalidRecordException when it is not one; then nothing was changed
   */
  public static void erase(ByteBuffer record) {
    ByteBuffer bytes = record.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    check(bytes);
    for (int at = InferenceCodec.HEADER_BYTES; at < bytes.limit(); ) {
      int end = end(bytes, at);
      if (!isKept(bytes, at)) {
        wipe(bytes, at, Math.min(end, bytes.limit()));
      }
      at = end;
    }
  }

  /** Whether that was done to it before. */
  public static boolean isErased(ByteBuffer record) {
    ByteBuffer bytes = record.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int at = InferenceCodec.HEADER_BYTES; at < bytes.limit(); at = end(bytes, at)) {
      if (bytes.get(at) == InferenceCodec.ERASED_TAG) {
        return true;
      }
    }
    return false;
  }

  private static void check(ByteBuffer bytes) {
    int at = InferenceCodec.HEADER_BYTES;
    while (at < bytes.limit()) {
      at = end(bytes, at);
    }
  }

  private static int end(ByteBuffer bytes, int at) {
    if (at + InferenceCodec.SECTION_HEADER_BYTES > bytes.limit()) {
      throw new InvalidRecordException("no room for a section at " + at);
    }
    int length = bytes.getInt(at + 4);
    if (length < InferenceCodec.SECTION_HEADER_BYTES || length > bytes.limit() - at) {
      throw new InvalidRecordException("section at " + at + " says " + length + " bytes");
    }
    return (at + length + 7) & ~7;
  }

  private static boolean isKept(ByteBuffer bytes, int at) {
    int tag = bytes.get(at);
    if (tag != InferenceCodec.TEXT_TAG) {
      return tag == InferenceCodec.MODEL_TAG;
    }
    TextField field = TextField.ofCode(bytes.get(at + 1));
    return field != null
        && switch (field) {
          case FUNCTION, ENGINE, ERROR_TYPE, TRACE_STATE, POLICY -> true;
          case THREAD_NAME, ERROR_MESSAGE, CORRELATION_ID -> false;
        };
  }

  /** Its length stays, so that what follows is found. */
  private static void wipe(ByteBuffer bytes, int at, int end) {
    int length = bytes.getInt(at + 4);
    for (int i = at; i < end; i++) {
      bytes.put(i, (byte) 0);
    }
    bytes.put(at, (byte) InferenceCodec.ERASED_TAG).putInt(at + 4, length);
  }
}
