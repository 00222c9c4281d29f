package io.plumbline.diagnostics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link Json} writes: maps and lists in their order, texts, booleans, null; numbers as
 * {@link Long}, those with a fraction as {@link Double}.
 */
public final class JsonReader {
  private static final int MOST_LEVELS = 64;

  private final String text;
  private int at;
  private int level;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException when it is not JSON, with the place
   */
  public static @Nullable Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    if (reader.next() != 0) {
      throw reader.unexpected();
    }
    return value;
  }

  private @Nullable Object value() {
    return switch (next()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    enter();
    while (next() != '}') {
      if (next() != '"') {
        throw unexpected();
      }
      String key = string();
      expect(':');
      map.put(key, value());
      if (next() != '}') {
        expect(',');
      }
    }
    leave();
    return map;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> list = new ArrayList<>();
    enter();
    while (next() != ']') {
      list.add(value());
      if (next() != ']') {
        expect(',');
      }
    }
    leave();
    return list;
  }

  private void enter() {
    at++;
    if (++level > MOST_LEVELS) {
      throw unexpected();
    }
  }

  private void leave() {
    at++;
    level--;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      string.append(c == '\\' ? escaped() : c);
    }
    expect('"');
    return string.toString();
  }

  private char escaped() {
    if (at >= text.length()) {
      throw unexpected();
    }
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> c;
    };
  }

  private char unicode() {
    if (at + 4 > text.length()) {
      throw unexpected();
    }
    at += 4;
    return (char) Integer.parseInt(text, at - 4, at, 16);
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return value;
  }

  private Number number() {
    int from = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(from, at);
    try {
      return digits.matches("-?\\d+") ? (Number) Long.valueOf(digits) : Double.valueOf(digits);
    } catch (NumberFormatException e) {
      throw unexpected();
    }
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw unexpected();
    }
    at++;
  }

  /** The next character that is no white space; 0 at the end. */
  private char next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("not JSON at character " + (at + 1));
  }
}
