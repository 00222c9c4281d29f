package io.plumbline.telemetry;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What redaction may have made of a value before it was stored: as far as its keys and its rules
 * are known.
 *
 * @param keys of hashes
 * @param keyIds what these keys are called where they were in use
 * @param policies by the id that is in each record
 */
public record KnownRedaction(
    List<HashKey> keys, Set<String> keyIds, Map<String, RedactionPolicy> policies) {
  public KnownRedaction {
    keys = List.copyOf(keys);
    keyIds = Set.copyOf(keyIds);
    policies = Map.copyOf(policies);
  }

  /** Hashes of texts under each of the keys, without the id of the key. */
  Set<String> hashesOf(Collection<String> texts) {
    Set<String> hashes = new LinkedHashSet<>();
    for (String text : texts) {
      keys.forEach(key -> hashes.add(HashKey.withoutId(key.written(text))));
    }
    return hashes;
  }

  /** Whether a stored hash is under one of the keys. */
  boolean knowsKeyOf(String hash) {
    return keyIds.contains(HashKey.idOf(hash));
  }
}
