package io.plumbline.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code key=value,key=value} with percent-encoded values, as {@code OTEL_RESOURCE_ATTRIBUTES} and
 * {@code OTEL_EXPORTER_OTLP_HEADERS} have it. Source: OpenTelemetry specification, resource SDK and
 * OTLP exporter, which follow W3C Baggage. Unlike in a form, {@code +} is a plus.
 */
final class Percent {
  private Percent() {}

  /** Null when this is not a list of pairs. */
  static @Nullable Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String value = equals < 1 ? null : decode(pair.substring(equals + 1).strip());
      String key = equals < 1 ? null : decode(pair.substring(0, equals).strip());
      if (value == null || key == null || key.isEmpty()) {
        return null;
      }
      pairs.put(key, value);
    }
    return pairs;
  }

  private static @Nullable String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        decoded.write(encoded[i]);
        continue;
      }
      int value = i + 2 < encoded.length ? hex(encoded[i + 1], encoded[i + 2]) : -1;
      if (value < 0) {
        return null;
      }
      decoded.write(value);
      i += 2;
    }
    return utf8(decoded.toByteArray());
  }

  private static int hex(byte high, byte low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : first << 4 | second;
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
