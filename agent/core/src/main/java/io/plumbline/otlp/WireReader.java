package io.plumbline.otlp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Protobuf's wire format: tags, varints, fixed numbers (little-endian), length-delimited bytes. */
final class WireReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int DELIMITED = 2;
  static final int FIXED32 = 5;

  private final byte[] bytes;
  private final int end;
  private int at;

  WireReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private WireReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  /** Field number in the upper bits, wire type in the lower three. */
  int tag() throws IOException {
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw new IOException("Not a protobuf tag: " + tag);
    }
    return (int) tag;
  }

  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[advance(1)];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("A varint is longer than ten bytes");
  }

  int fixed32() throws IOException {
    return (int) littleEndian(4);
  }

  long fixed64() throws IOException {
    return littleEndian(8);
  }

  byte[] bytes() throws IOException {
    WireReader field = delimited();
    return Arrays.copyOfRange(bytes, field.at, field.end);
  }

  String string() throws IOException {
    WireReader field = delimited();
    return new String(bytes, field.at, field.end - field.at, StandardCharsets.UTF_8);
  }

  /** The next length-delimited field, read in place. */
  WireReader delimited() throws IOException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new IOException("A field of " + length + " bytes, but " + (end - at) + " are left");
    }
    int from = advance((int) length);
    return new WireReader(bytes, from, at);
  }

  void skip(int wireType) throws IOException {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> fixed64();
      case DELIMITED -> delimited();
      case FIXED32 -> fixed32();
      default -> throw new IOException("Wire type " + wireType + " is not in use");
    }
  }

  private long littleEndian(int count) throws IOException {
    int from = advance(count);
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[from + i] & 0xff);
    }
    return value;
  }

  private int advance(int count) throws IOException {
    if (count > end - at) {
      throw new IOException("The message ends inside a field");
    }
    int from = at;
    at += count;
    return from;
  }
}
