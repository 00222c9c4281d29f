package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values as a person reads them. */
final class Text {
  private static final int MAX_ELEMENTS = 16;
  private static final int MAX_CHARS = 200;

  private Text() {}

  /**
   * @param value an AnyValue
   */
  static String of(Message value) {
    return switch (value.first()) {
      case "stringValue" -> printable(value.string("stringValue"));
      case "boolValue" -> String.valueOf(value.flag("boolValue"));
      case "intValue" -> String.valueOf(value.number("intValue"));
      case "doubleValue" -> number(value.real("doubleValue"));
      case "arrayValue" -> list(elements(value));
      case "bytesValue" -> value.bytes("bytesValue").length + " bytes";
      case "kvlistValue" -> value.message("kvlistValue").messages("values").size() + " entries";
      default -> "";
    };
  }

  /** The elements of an array value; of any other, the value alone. */
  static List<Message> elements(Message value) {
    return value.has("arrayValue")
        ? value.message("arrayValue").messages("values")
        : List.of(value);
  }

  static String list(List<Message> elements) {
    String shown =
        elements.stream().limit(MAX_ELEMENTS).map(Text::of).collect(Collectors.joining(", "));
    int hidden = elements.size() - MAX_ELEMENTS;
    return hidden > 0 ? shown + ", … " + hidden + " more" : shown;
  }

  static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? String.valueOf((long) value) : String.valueOf(value);
  }

  /** Six significant digits, for what is computed rather than received. */
  static String rounded(double value) {
    double magnitude = Math.abs(value);
    if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e9)) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  static String seconds(double seconds) {
    double magnitude = Math.abs(seconds);
    if (magnitude < 1e-3) {
      return String.format(Locale.ROOT, "%.1f µs", seconds * 1e6);
    }
    return magnitude < 1
        ? String.format(Locale.ROOT, "%.2f ms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.2f s", seconds);
  }

  /** One line, of bounded length, that cannot steer a terminal. */
  static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + "…";
  }
}
