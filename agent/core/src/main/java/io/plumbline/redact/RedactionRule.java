package io.plumbline.redact;

/** What may be kept of one feature or label. */
public enum RedactionRule {
  /** Numbers and strings as they are. */
  KEEP(true, StringTreatment.KEEP),
  /** What the configuration names: numbers and strings, unless a detector knows them. */
  NAMED(true, StringTreatment.KEEP_UNLESS_SENSITIVE),
  /** Numbers, except payment cards; strings as a keyed hash and a length. */
  SAFE(true, StringTreatment.HASH),
  /** Numbers, except payment cards; no strings. */
  NUMBERS(true, StringTreatment.REMOVE),
  /** Nothing. */
  REMOVE(false, StringTreatment.REMOVE);

  /** What happens to a string under a rule. */
  public enum StringTreatment {
    KEEP,
    /** As {@link #HASH} where a detector of {@link SensitiveText} fires. */
    KEEP_UNLESS_SENSITIVE,
    HASH,
    REMOVE
  }

  private final boolean numbers;
  private final StringTreatment strings;

  RedactionRule(boolean numbers, StringTreatment strings) {
    this.numbers = numbers;
    this.strings = strings;
  }

  public StringTreatment strings() {
    return strings;
  }

  /**
   * @return KEEP, HASH or REMOVE
   */
  public StringTreatment treatmentOf(String value) {
    if (strings != StringTreatment.KEEP_UNLESS_SENSITIVE) {
      return strings;
    }
    return SensitiveText.find(value) == null ? StringTreatment.KEEP : StringTreatment.HASH;
  }

  /** True when no numeric value of at most 32 bits needs a look: too short for a payment card. */
  public boolean keepsAllShortNumbers() {
    return numbers;
  }

  public boolean keeps(long value) {
    return numbers && (this == KEEP || !PaymentCard.matches(value));
  }

  public boolean keeps(double value) {
    return numbers
        && (this == KEEP || value != Math.rint(value) || !PaymentCard.matches((long) value));
  }
}
