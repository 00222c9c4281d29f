package io.plumbline.cli.doctor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code status.json}: whichever version of the agent wrote it, what is there is shown.
 *
 * @param document as {@link io.plumbline.status.StatusDocument} has it
 */
public record Status(Path file, Map<?, ?> document) {
  Instant written() {
    Instant written = time(document.get("written"));
    return written == null ? Instant.EPOCH : written;
  }

  long intervalSeconds() {
    return document.get("intervalSeconds") instanceof Long seconds ? seconds : 10;
  }

  String text(String key) {
    return String.valueOf(document.get(key));
  }

  Map<?, ?> map(String key) {
    return document.get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  List<Map<?, ?>> list(String key) {
    return list(document, key);
  }

  static List<Map<?, ?>> list(Map<?, ?> of, String key) {
    return of.get(key) instanceof List<?> list
        ? list.stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList()
        : List.of();
  }

  /** Null when there is none. */
  static @Nullable Instant time(@Nullable Object text) {
    return text == null ? null : Instant.parse(text.toString());
  }
}
