package io.plumbline.spool;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** System properties that a library reads once, when it is initialised, and the host never sees. */
final class BorrowedProperties {
  private final Map<String, @Nullable String> before = new HashMap<>();

  BorrowedProperties(Map<String, String> properties) {
    properties.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
  }

  void giveBack() {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            System.clearProperty(key);
          } else {
            System.setProperty(key, value);
          }
        });
  }
}
