package io.plumbline.otlp;

import io.plumbline.diagnostics.Json;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a message as one line of OTLP/JSON, as the Collector's {@code file} exporter does. */
public final class OtlpJson {
  private OtlpJson() {}

  public static String write(Message message) {
    return Json.write(plain(message));
  }

  /** Where OTLP/JSON differs: bytes are base64, and what JSON numbers would not keep is text. */
  private static Object plain(Object value) {
    if (value instanceof Message message) {
      Map<String, Object> fields = new LinkedHashMap<>();
      message.fields().forEach((name, field) -> fields.put(name, plain(field)));
      return fields;
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(OtlpJson::plain).toList();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    boolean exact = value instanceof Integer || value instanceof Boolean || isFinite(value);
    return exact ? value : value.toString(); // a Long has more digits than a JSON number keeps
  }

  private static boolean isFinite(Object value) {
    return value instanceof Double number && Double.isFinite(number);
  }
}
