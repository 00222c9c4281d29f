package io.plumbline.redact;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was learnt of each feature and label of each model. Outlives a change of the rules, so that
 * what was disproved stays so.
 */
public final class Vocabularies {
  /** A table takes about 2 KiB. Features beyond so many are never shown. */
  static final int MOST = 1024;

  private record Key(String library, String model, String field) {}

  private final KeyedHash hash = new KeyedHash(KeyedHash.newKey());
  private final Map<Key, Vocabulary> known = new ConcurrentHashMap<>();

  /**
   * The first look allocates, the others do not happen: a field keeps its vocabulary.
   *
   * @return null when there are too many
   */
  @Nullable Vocabulary of(String library, String model, String field) {
    Key key = new Key(library, model, field);
    Vocabulary vocabulary = known.get(key);
    if (vocabulary != null || known.size() >= MOST) {
      return vocabulary;
    }
    return known.computeIfAbsent(key, k -> new Vocabulary(hash));
  }
}
