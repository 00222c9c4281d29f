package io.plumbline.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * The scratch bytes of one in-flight record: little-endian, grows to its limit and stays there, so
 * that a warm one allocates nothing.
 *
 * <p>Callers ask {@link #hasRoom} first and then write; a write itself does not check.
 */
final class RecordBuffer {
  static final int INITIAL_BYTES = 2048;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private final int maxBytes;
  private byte[] bytes;
  private int position;
  private int complete;

  // Views of the same bytes for bulk copies, made anew when the bytes grow.
  private FloatBuffer floats;
  private DoubleBuffer doubles;
  private IntBuffer ints;

  RecordBuffer(int maxBytes) {
    this(maxBytes, new byte[INITIAL_BYTES]);
  }

  private RecordBuffer(int maxBytes, byte[] bytes) {
    this.maxBytes = maxBytes;
    this.bytes = bytes;
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    floats = view.asFloatBuffer();
    doubles = view.asDoubleBuffer();
    ints = view.asIntBuffer();
  }

  /** Has room for no section at all. */
  static RecordBuffer headerOnly() {
    return new RecordBuffer(0, new byte[InferenceCodec.HEADER_BYTES]);
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return position;
  }

  /**
   * Begins anew.
   *
   * @param headerBytes of the start, which are there in any case
   * @return false when the rest of it did not fit
   */
  boolean begin(byte[] start, int headerBytes) {
    position = 0;
    boolean fits = hasRoom(start.length);
    putBytes(start, fits ? start.length : headerBytes);
    complete();
    return fits;
  }

  void position(int newPosition) {
    position = newPosition;
  }

  /** What was written so far is whole: a section has ended. */
  void complete() {
    complete = position;
  }

  /** Takes back a section that was not ended: writing it threw. */
  void abandon() {
    position = complete;
  }

  /** True when {@code count} more bytes fit under the limit; makes them available. */
  boolean hasRoom(int count) {
    int needed = position + count;
    if (needed < 0 || needed > maxBytes) {
      return false;
    }
    if (needed > bytes.length) {
      grow(needed);
    }
    return true;
  }

  private void grow(int needed) {
    // A multiple of eight, so that the views reach the last byte.
    int doubled = Math.min(maxBytes, Math.max(needed, bytes.length * 2));
    byte[] grown = Arrays.copyOf(bytes, (doubled + 7) & ~7);
    ByteBuffer view = ByteBuffer.wrap(grown).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer grownFloats = view.asFloatBuffer();
    DoubleBuffer grownDoubles = view.asDoubleBuffer();
    IntBuffer grownInts = view.asIntBuffer();
    // All at once, or none when memory is out.
    bytes = grown;
    floats = grownFloats;
    doubles = grownDoubles;
    ints = grownInts;
  }

  /** Zeros up to the next multiple of eight; the caller has asked for seven bytes more. */
  void align() {
    int beyond = position & 7;
    if (beyond != 0) {
      // Eight bytes at once, of which the first stay.
      int last = position - beyond;
      long stays = (1L << (8 * beyond)) - 1;
      setLong(last, (long) LONG.get(bytes, last) & stays);
      position = last + Long.BYTES;
    }
  }

  void putByte(int value) {
    bytes[position++] = (byte) value;
  }

  void putShort(int value) {
    SHORT.set(bytes, position, (short) value);
    position += Short.BYTES;
  }

  void putInt(int value) {
    setInt(position, value);
    position += Integer.BYTES;
  }

  void putLong(long value) {
    setLong(position, value);
    position += Long.BYTES;
  }

  void putFloat(float value) {
    FLOAT.set(bytes, position, value);
    position += Float.BYTES;
  }

  void putDouble(double value) {
    DOUBLE.set(bytes, position, value);
    position += Double.BYTES;
  }

  boolean isSet(int index) {
    return (long) LONG.get(bytes, index) != 0;
  }

  int getInt(int index) {
    return (int) INT.get(bytes, index);
  }

  void setByte(int index, int value) {
    bytes[index] = (byte) value;
  }

  void setInt(int index, int value) {
    INT.set(bytes, index, value);
  }

  void setLong(int index, long value) {
    LONG.set(bytes, index, value);
  }

  void putBytes(byte[] source) {
    System.arraycopy(source, 0, bytes, position, source.length);
    position += source.length;
  }

  /** Bulk copies need {@link #align} before the first. */
  void putFloats(float[] source, int offset, int count) {
    floats.put(position / Float.BYTES, source, offset, count);
    position += count * Float.BYTES;
  }

  void putFloats(FloatBuffer source, int offset, int count) {
    floats.put(position / Float.BYTES, source, offset, count);
    position += count * Float.BYTES;
  }

  void putDoubles(double[] source, int offset, int count) {
    doubles.put(position / Double.BYTES, source, offset, count);
    position += count * Double.BYTES;
  }

  void putInts(int[] source, int offset, int count) {
    ints.put(position / Integer.BYTES, source, offset, count);
    position += count * Integer.BYTES;
  }

  void putBytes(byte[] source, int count) {
    System.arraycopy(source, 0, bytes, position, count);
    position += count;
  }

  /** Four asterisks, and the last characters, unless that is most of the text. */
  void putMasked(String text, int last) {
    for (int i = 0; i < 4; i++) {
      putByte('*');
    }
    int from = text.length() - last;
    if (from >= 2 * last) {
      putUtf8(text, from, text.length(), 3 * last);
    }
  }

  /** Of a part of the text, which ends where a pair of surrogates does not. */
  boolean putUtf8(String text, int from, int to, int limit) {
    boolean splits =
        to > from && to < text.length() && Character.isHighSurrogate(text.charAt(to - 1));
    return putWideUtf8(text, from, splits ? to - 1 : to, position + limit);
  }

  /**
   * Writes at most {@code limit} bytes of UTF-8, ending at a whole character.
   *
   * @return true when all of it was written
   */
  boolean putUtf8(String text, int limit) {
    int at = position;
    int end = at + limit;
    int length = text.length();
    int i = 0;
    while (i < length && at < end && text.charAt(i) < 0x80) {
      bytes[at++] = (byte) text.charAt(i++);
    }
    position = at;
    return i == length || (at < end && putWideUtf8(text, i, length, end));
  }

  private boolean putWideUtf8(String text, int from, int to, int end) {
    int i = from;
    while (i < to) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      // Half of a surrogate pair is no character.
      int valid = codePoint >= 0xD800 && codePoint < 0xE000 ? '\uFFFD' : codePoint;
      int width = valid < 0x80 ? 1 : valid < 0x800 ? 2 : valid < 0x10000 ? 3 : 4;
      if (position + width > end) {
        return false;
      }
      putCodePoint(valid, width);
    }
    return true;
  }

  private void putCodePoint(int codePoint, int width) {
    if (width == 1) {
      putByte(codePoint);
      return;
    }
    int shift = 6 * (width - 1);
    putByte(((0xF00 >> width) & 0xFF) | (codePoint >> shift));
    while (shift > 0) {
      shift -= 6;
      putByte(0x80 | ((codePoint >> shift) & 0x3F));
    }
  }
}
