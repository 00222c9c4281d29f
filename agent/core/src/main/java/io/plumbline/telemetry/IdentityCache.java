package io.plumbline.telemetry;

import java.util.IdentityHashMap;
import java.util.function.Function;

/**
 * Remembers what was worked out of an object, as long as it is the same object. Bounded: when full
 * it forgets everything.
 */
final class IdentityCache<K, V> {
  private static final int LIMIT = 256;

  private final IdentityHashMap<K, V> values = new IdentityHashMap<>();

  V get(K key, Function<? super K, ? extends V> create) {
    V known = values.get(key);
    if (known != null) {
      return known;
    }
    V created = create.apply(key);
    if (values.size() >= LIMIT) {
      values.clear();
    }
    values.put(key, created);
    return created;
  }
}
