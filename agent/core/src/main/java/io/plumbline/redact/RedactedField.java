package io.plumbline.redact;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One feature or output of one model: its rule, its name as it may be written, its vocabulary. */
public final class RedactedField {
  private final ValueRule rule;
  private final byte[] name;
  private final boolean leftOut;
  private final Vocabularies vocabularies;
  private final String library;
  private final String model;
  private final @Nullable String vocabularyName;
  private volatile @Nullable Vocabulary vocabulary;

  /**
   * @param name as it may be written
   * @param leftOut whether not even the name is written
   * @param vocabularyName null for no vocabulary
   */
  RedactedField(
      ValueRule rule,
      String name,
      boolean leftOut,
      Vocabularies vocabularies,
      String library,
      String model,
      @Nullable String vocabularyName) {
    this.rule = rule;
    this.name = name.getBytes(StandardCharsets.UTF_8);
    this.leftOut = leftOut;
    this.vocabularies = vocabularies;
    this.library = library;
    this.model = model;
    this.vocabularyName = rule.learns() ? vocabularyName : null;
  }

  public ValueRule rule() {
    return rule;
  }

  /** In UTF-8; not to be changed. */
  public byte[] name() {
    return name;
  }

  /** True when a rule dropped it, or an allow-list does not name it. */
  public boolean isLeftOut() {
    return leftOut;
  }

  /**
   * @param firstOfCall false for a further value of this field in the same call
   * @param most characters that are kept at most
   */
  public TextTreatment treatmentOf(String value, boolean firstOfCall, int most) {
    return rule.treatmentOf(value, vocabulary(), firstOfCall, most);
  }

  private @Nullable Vocabulary vocabulary() {
    Vocabulary known = vocabulary;
    if (known == null && vocabularyName != null) {
      known = vocabularies.of(library, model, vocabularyName);
      vocabulary = known;
    }
    return known;
  }
}
