package io.plumbline.otlp;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes protobuf's wire format into an array that grows as it must and is used again after {@link
 * #clear}. Fields are written as they come, defaults too: whoever writes leaves out what is absent.
 * For one thread.
 */
public final class WireWriter {
  private static final int FIRST_CAPACITY = 128;

  private static final VarHandle LITTLE_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LITTLE_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  /** How many bytes a number takes as a varint. */
  public static int varintSize(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  public void clear() {
    size = 0;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  public void varint(int field, long value) {
    hasRoom(15);
    tag(field, WireReader.VARINT);
    varint(value);
  }

  public void bool(int field, boolean value) {
    varint(field, value ? 1 : 0);
  }

  public void fixed32(int field, int value) {
    hasRoom(9);
    tag(field, WireReader.FIXED32);
    LITTLE_INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  public void fixed64(int field, long value) {
    hasRoom(13);
    tag(field, WireReader.FIXED64);
    LITTLE_LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  public void real(int field, double value) {
    tagOfReal(field);
    bitsOfReal(value);
  }

  /** The first part of a field whose second is {@link #bitsOfReal}. */
  public void tagOfReal(int field) {
    hasRoom(5);
    tag(field, WireReader.FIXED64);
  }

  public void bitsOfReal(double value) {
    hasRoom(Double.BYTES);
    LITTLE_LONG.set(bytes, size, Double.doubleToRawLongBits(value));
    size += Double.BYTES;
  }

  /** Eight bytes, as OTLP has a span's id. */
  public void id(int field, long id) {
    hasRoom(14);
    length(field, Long.BYTES);
    bigEndian(id);
  }

  /** Sixteen bytes, as OTLP has a trace's id. */
  public void id(int field, long high, long low) {
    hasRoom(22);
    length(field, 2 * Long.BYTES);
    bigEndian(high);
    bigEndian(low);
  }

  private void bigEndian(long value) {
    BIG_LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** What has no encoding, half of a surrogate pair, becomes a question mark. */
  public void string(int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    length(field, utf8.length);
    fields(utf8);
  }

  /** What is written already, as it is. */
  public void fields(byte[] written) {
    hasRoom(written.length);
    System.arraycopy(written, 0, bytes, size, written.length);
    size += written.length;
  }

  /** Tag and length of a field whose content comes next. */
  public void length(int field, int length) {
    hasRoom(10);
    tag(field, WireReader.DELIMITED);
    varint(length);
  }

  /**
   * Begins a message whose length is not known yet.
   *
   * @return what {@link #end} wants to know
   */
  public int begin(int field) {
    hasRoom(6);
    tag(field, WireReader.DELIMITED);
    return ++size; // one byte for the length, as most need
  }

  /** Ends what {@link #begin} has begun. */
  public void end(int begin) {
    int length = size - begin;
    int more = varintSize(length) - 1;
    if (more > 0) {
      hasRoom(more);
      System.arraycopy(bytes, begin, bytes, begin + more, length);
    }
    size = begin - 1;
    varint(length);
    size += length;
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  private void hasRoom(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.addExact(size, Math.max(size, more)));
    }
  }
}
