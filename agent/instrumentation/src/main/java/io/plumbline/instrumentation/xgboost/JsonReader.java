package io.plumbline.instrumentation.xgboost;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON as XGBoost saves it, white space allowed. Lenient in what it passes over. */
final class JsonReader implements DocumentReader {
  private static final int MAX_TEXT_BYTES = 1 << 16;

  private final ModelBytes bytes;

  JsonReader(ModelBytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public void beginObject() throws IOException {
    expect('{');
  }

  @Override
  public @Nullable String nextKey() throws IOException {
    if (next() == ',') {
      bytes.read();
    }
    if (next() == '}') {
      bytes.read();
      return null;
    }
    String key = string();
    expect(':');
    return key;
  }

  @Override
  public @Nullable String text() throws IOException {
    if (next() == '"') {
      return string();
    }
    skip();
    return null;
  }

  @Override
  public List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    expect('[');
    while (next() != ']') {
      String text = text();
      if (text != null) {
        texts.add(text);
      }
      if (next() == ',') {
        bytes.read();
      }
    }
    bytes.read();
    return texts;
  }

  @Override
  public void skip() throws IOException {
    int first = next();
    if (first == '"') {
      skipString();
    } else if (first == '{' || first == '[') {
      skipNested();
    } else {
      while (!isEnd(bytes.peek())) {
        bytes.read();
      }
    }
  }

  private static boolean isEnd(int character) {
    return character == ',' || character == '}' || character == ']';
  }

  private void skipNested() throws IOException {
    int depth = 0;
    do {
      switch (bytes.peek()) {
        case '"' -> skipString();
        case '{', '[' -> {
          depth++;
          bytes.read();
        }
        case '}', ']' -> {
          depth--;
          bytes.read();
        }
        default -> bytes.read();
      }
    } while (depth > 0);
  }

  private void skipString() throws IOException {
    bytes.read();
    for (int character = bytes.read(); character != '"'; character = bytes.read()) {
      if (character == '\\') {
        bytes.read();
      }
    }
  }

  private String string() throws IOException {
    expect('"');
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int character = bytes.read(); character != '"'; character = bytes.read()) {
      if (text.size() > MAX_TEXT_BYTES) {
        throw new IOException("a text of more than " + MAX_TEXT_BYTES + " bytes");
      }
      if (character == '\\') {
        text.writeBytes(escaped().getBytes(StandardCharsets.UTF_8));
      } else {
        text.write(character);
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private String escaped() throws IOException {
    int character = bytes.read();
    return switch (character) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'u' -> Character.toString(codeUnit());
      default -> Character.toString(character);
    };
  }

  private char codeUnit() throws IOException {
    try {
      return (char) HexFormat.fromHexDigits(bytes.readUtf8(4));
    } catch (IllegalArgumentException noDigits) {
      throw new IOException("no code unit", noDigits);
    }
  }

  /** The first character that is not white space, which stays where it is. */
  private int next() throws IOException {
    while (Character.isWhitespace(bytes.peek())) {
      bytes.read();
    }
    return bytes.peek();
  }

  private void expect(char character) throws IOException {
    int found = next();
    if (found != character) {
      throw new IOException(
          String.format(Locale.ROOT, "expected %c, found character %d", character, found));
    }
    bytes.read();
  }
}
