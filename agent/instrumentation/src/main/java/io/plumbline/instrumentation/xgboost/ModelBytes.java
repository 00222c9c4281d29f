package io.plumbline.instrumentation.xgboost;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A model's bytes, in order, up to a limit. */
final class ModelBytes {
  private static final long MAX_BYTES = 2L << 30;
  private static final int MAX_TEXT_BYTES = 1 << 16;

  private final InputStream stream;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long consumed;

  ModelBytes(InputStream stream) {
    this.stream = stream;
  }

  int peek() throws IOException {
    fill(1);
    return buffer[position] & 0xFF;
  }

  int peekSecond() throws IOException {
    fill(2);
    return buffer[position + 1] & 0xFF;
  }

  int read() throws IOException {
    if (position == limit) {
      fill(1);
    }
    return buffer[position++] & 0xFF;
  }

  /** Big-endian. */
  long readInteger(int width) throws IOException {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | read();
    }
    return value;
  }

  String readUtf8(long length) throws IOException {
    if (length < 0 || length > MAX_TEXT_BYTES) {
      throw new IOException("a text of " + length + " bytes");
    }
    byte[] text = new byte[(int) length];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) read();
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  void skip(long count) throws IOException {
    if (count < 0 || count > MAX_BYTES) {
      throw new IOException("a value of " + count + " bytes");
    }
    long buffered = Math.min(count, limit - position);
    position += (int) buffered;
    long rest = count - buffered;
    consumed += rest;
    stream.skipNBytes(rest);
  }

  private void fill(int count) throws IOException {
    while (limit - position < count) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
      int read = stream.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        throw new EOFException("the model ends too early");
      }
      limit += read;
      consumed += read;
      if (consumed > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
    }
  }
}
