package io.plumbline.instrumentation.xgboost;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * UBJSON draft 12 as XGBoost saves it: keys with a length, arrays with a count and often one type,
 * so that a tree's numbers are passed over without being read.
 */
final class UbjsonReader implements DocumentReader {
  private static final int MAX_DEPTH = 32;

  /** An array's elements have markers of their own. */
  private static final int NO_TYPE = 0;

  private final ModelBytes bytes;

  UbjsonReader(ModelBytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public void beginObject() throws IOException {
    expect('{');
  }

  @Override
  public @Nullable String nextKey() throws IOException {
    if (bytes.peek() == '}') {
      bytes.read();
      return null;
    }
    return string();
  }

  @Override
  public @Nullable String text() throws IOException {
    if (bytes.peek() == 'S') {
      bytes.read();
      return string();
    }
    skip();
    return null;
  }

  @Override
  public List<String> texts() throws IOException {
    expect('[');
    if (bytes.peek() != '#') {
      skipElements(1);
      return List.of();
    }
    bytes.read();
    List<String> texts = new ArrayList<>();
    for (long left = length(); left > 0; left--) {
      String text = text();
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  @Override
  public void skip() throws IOException {
    skip(bytes.read(), 0);
  }

  private void skip(int marker, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("nested too deep");
    }
    switch (marker) {
      case 'S', 'H' -> bytes.skip(length());
      case '[' -> skipElements(depth + 1);
      case '{' -> skipMembers(depth + 1);
      default -> bytes.skip(width(marker));
    }
  }

  private void skipMembers(int depth) throws IOException {
    while (bytes.peek() != '}') {
      bytes.skip(length());
      skip(bytes.read(), depth);
    }
    bytes.read();
  }

  private void skipElements(int depth) throws IOException {
    int type = NO_TYPE;
    if (bytes.peek() == '$') {
      bytes.read();
      type = bytes.read();
    }
    if (bytes.peek() == '#') {
      bytes.read();
      skipCounted(length(), type, depth);
      return;
    }
    for (int marker = bytes.read(); marker != ']'; marker = bytes.read()) {
      skip(marker, depth);
    }
  }

  private void skipCounted(long count, int type, int depth) throws IOException {
    if (type != NO_TYPE && type != 'S' && type != '[' && type != '{') {
      bytes.skip(Math.multiplyExact(count, (long) width(type)));
      return;
    }
    for (long left = count; left > 0; left--) {
      skip(type == NO_TYPE ? bytes.read() : type, depth);
    }
  }

  private static int width(int marker) throws IOException {
    return switch (marker) {
      case 'Z', 'N', 'T', 'F' -> 0;
      case 'i', 'U', 'C' -> 1;
      case 'I' -> 2;
      case 'l', 'd' -> 4;
      case 'L', 'D' -> 8;
      default -> throw unexpected(marker);
    };
  }

  private String string() throws IOException {
    return bytes.readUtf8(length());
  }

  private long length() throws IOException {
    int marker = bytes.read();
    return switch (marker) {
      case 'i' -> (byte) bytes.read();
      case 'U' -> bytes.read();
      case 'I' -> (short) bytes.readInteger(Short.BYTES);
      case 'l' -> (int) bytes.readInteger(Integer.BYTES);
      case 'L' -> bytes.readInteger(Long.BYTES);
      default -> throw unexpected(marker);
    };
  }

  private void expect(char marker) throws IOException {
    int found = bytes.read();
    if (found != marker) {
      throw unexpected(found);
    }
  }

  private static IOException unexpected(int marker) {
    return new IOException(String.format(Locale.ROOT, "character %d is no marker here", marker));
  }
}
