package io.plumbline.export;

import io.plumbline.capture.InferenceCodec;
import io.plumbline.redact.KeyedHash;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What redaction may have made of a text before it was stored, under the keys of a service. */
public final class StoredTexts implements Function<String, Set<String>> {
  private final List<KeyedHash> hashes;

  /**
   * @param hashes of the keys that are known
   */
  public StoredTexts(List<KeyedHash> hashes) {
    this.hashes = List.copyOf(hashes);
  }

  /** Itself, and its hash under each key. */
  @Override
  public Set<String> apply(String text) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(text);
    for (KeyedHash hash : hashes) {
      forms.add(InferenceCodec.hashedText(hash.hash(text), text.length()));
    }
    return forms;
  }
}
