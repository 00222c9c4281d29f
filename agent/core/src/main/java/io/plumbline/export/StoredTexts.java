package io.plumbline.export;

import io.plumbline.redact.HashKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What redaction may have made of a text before it was stored, under the keys of a service. */
public final class StoredTexts implements Function<String, Set<String>> {
  private final List<HashKey> keys;

  /**
   * @param keys that are known
   */
  public StoredTexts(List<HashKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** Itself, and its hash under each key. */
  @Override
  public Set<String> apply(String text) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(text);
    for (HashKey key : keys) {
      forms.add(HashKey.withoutId(key.written(text)));
    }
    return forms;
  }
}
