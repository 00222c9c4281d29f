package io.plumbline.otlp;

import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Writes a message as one line of OTLP/JSON, as the Collector's {@code file} exporter does. */
public final class OtlpJson {
  private final StringBuilder out = new StringBuilder();

  private OtlpJson() {}

  public static String write(Message message) {
    OtlpJson json = new OtlpJson();
    json.value(message);
    return json.out.toString();
  }

  private void value(Object value) {
    if (value instanceof Message message) {
      object(message.fields());
    } else if (value instanceof Collection<?> list) {
      array(list);
    } else if (value instanceof byte[] bytes) {
      string(Base64.getEncoder().encodeToString(bytes));
    } else if (value instanceof Integer || value instanceof Boolean || isFinite(value)) {
      out.append(value);
    } else {
      // A Long too: JSON numbers lose the digits of 64-bit ones.
      string(value.toString());
    }
  }

  private static boolean isFinite(Object value) {
    return value instanceof Double number && Double.isFinite(number);
  }

  private void object(Map<String, Object> fields) {
    out.append('{');
    for (Iterator<Map.Entry<String, Object>> i = fields.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<String, Object> field = i.next();
      string(field.getKey());
      out.append(':');
      value(field.getValue());
      out.append(i.hasNext() ? "," : "");
    }
    out.append('}');
  }

  private void array(Collection<?> values) {
    out.append('[');
    for (Iterator<?> i = values.iterator(); i.hasNext(); ) {
      value(i.next());
      out.append(i.hasNext() ? "," : "");
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < 0x20 || c == 0x7f) {
          out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }
}
