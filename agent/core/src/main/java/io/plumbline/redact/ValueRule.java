package io.plumbline.redact;

import org.jspecify.annotations.Nullable;

/**
 * What happens to the values of one feature, label or text. Immutable; asked for every value, so
 * nothing here allocates.
 */
public final class ValueRule {
  private enum Numbers {
    KEEP,
    CHANGE,
    /** As the digits that they are written with. */
    AS_TEXT,
    REMOVE
  }

  private enum Strings {
    KEEP,
    /** Shown when its {@link Vocabulary} is small, else hashed. */
    LEARN,
    HASH,
    MASK,
    TRUNCATE,
    REMOVE,
    FAIL
  }

  /**
   * Characters beyond what is kept that a detector still sees: it may begin in one and end there.
   */
  private static final int BEYOND = 320;

  /** Everything as it is. */
  static final ValueRule KEEP = new ValueRule(Numbers.KEEP, Strings.KEEP, false);

  /** Everything that no detector knows. */
  static final ValueRule NAMED = new ValueRule(Numbers.KEEP, Strings.KEEP, true);

  /** Numbers that are no payment cards; strings of small vocabularies that no detector knows. */
  static final ValueRule SAFE = new ValueRule(Numbers.KEEP, Strings.LEARN, true);

  /** Numbers that are no payment cards. */
  static final ValueRule NUMBERS = new ValueRule(Numbers.KEEP, Strings.REMOVE, true);

  static final ValueRule REMOVE = new ValueRule(Numbers.REMOVE, Strings.REMOVE, true);

  private final Numbers numbers;
  private final Strings strings;
  private final boolean detectors;
  private final int length;
  private final @Nullable NumberChange change;

  private ValueRule(Numbers numbers, Strings strings, boolean detectors) {
    this(numbers, strings, detectors, 0, null);
  }

  private ValueRule(
      Numbers numbers,
      Strings strings,
      boolean detectors,
      int length,
      @Nullable NumberChange change) {
    this.numbers = numbers;
    this.strings = strings;
    this.detectors = detectors;
    this.length = length;
    this.change = change;
  }

  /**
   * @param detectors false to keep even what they know
   */
  public static ValueRule allow(boolean detectors) {
    return detectors ? NAMED : KEEP;
  }

  public static ValueRule drop() {
    return REMOVE;
  }

  public static ValueRule hash() {
    return new ValueRule(Numbers.AS_TEXT, Strings.HASH, true);
  }

  /**
   * @param last characters that stay, 0 to 4: too few for any kind that a detector knows
   */
  public static ValueRule mask(int last) {
    if (last < 0 || last > 4) {
      throw new IllegalArgumentException("keeps 0 to 4 characters");
    }
    return new ValueRule(Numbers.AS_TEXT, Strings.MASK, true, last, null);
  }

  /**
   * @param first characters that stay, at least 1
   */
  public static ValueRule truncate(int first, boolean detectors) {
    requirePositive("length", first);
    return new ValueRule(Numbers.AS_TEXT, Strings.TRUNCATE, detectors, first, null);
  }

  public static ValueRule round(double step, boolean detectors) {
    return change(new Rounding(step), detectors);
  }

  public static ValueRule bucket(double[] edges, boolean detectors) {
    return change(new Buckets(edges), detectors);
  }

  /** Draws a key for its randomness; may block, so never on a host thread. */
  public static ValueRule noise(double epsilon, double sensitivity, boolean detectors) {
    return change(new LaplaceNoise(epsilon, sensitivity), detectors);
  }

  private static ValueRule change(NumberChange change, boolean detectors) {
    return new ValueRule(Numbers.CHANGE, Strings.FAIL, detectors, 0, change);
  }

  static void requirePositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("needs a " + name + " above 0");
    }
  }

  /** True when every number of at most 32 bits stays as it is: too short for a payment card. */
  public boolean keepsShortNumbers() {
    return numbers == Numbers.KEEP;
  }

  /** True when every number stays as it is. */
  public boolean keepsNumbers() {
    return numbers == Numbers.KEEP && !detectors;
  }

  public boolean removesNumbers() {
    return numbers == Numbers.REMOVE;
  }

  /** True when a number becomes a text: it is hashed, masked or cut as its digits. */
  public boolean writesNumbersAsText() {
    return numbers == Numbers.AS_TEXT;
  }

  /** True when {@link #changed} is to be asked for what stands instead of a number. */
  public boolean changesNumbers() {
    return numbers == Numbers.CHANGE;
  }

  /** False where a detector knows the number, or the rule removes it. */
  public boolean keeps(long value) {
    return numbers != Numbers.REMOVE && !(detectors && PaymentCard.matches(value));
  }

  /** As {@link #keeps(long)}; beyond 2^53 a double does not hold the digits of a card. */
  public boolean keeps(double value) {
    return numbers != Numbers.REMOVE
        && !(detectors && value == Math.rint(value) && PaymentCard.matches((long) value));
  }

  /** What stands instead of a number. */
  public double changed(double value) {
    return change == null ? value : change.apply(value);
  }

  /** As {@link #changed(double)}; exact where nothing changes. */
  public long changed(long value) {
    return change == null ? value : Math.round(change.apply((double) value));
  }

  /** True when nobody can tell what became of a number. */
  public boolean isRandom() {
    return change instanceof LaplaceNoise;
  }

  /** What a text becomes that is masked or cut; others as they are. */
  public String shortened(String value) {
    return switch (strings) {
      case MASK -> "****" + (showsLast(value) ? value.substring(value.length() - length) : "");
      case TRUNCATE -> value.substring(0, Math.min(value.length(), length));
      case KEEP, LEARN, HASH, REMOVE, FAIL -> value;
    };
  }

  /** Unless that is most of the text. */
  private boolean showsLast(String value) {
    return value.length() - length >= 2 * length;
  }

  /** Whether {@link #shortened} tells the text from every other one. */
  public boolean keepsWhole(String value) {
    return strings == Strings.TRUNCATE ? value.length() < length : strings != Strings.MASK;
  }

  /** Characters that {@link TextTreatment#MASK} and {@link TextTreatment#TRUNCATE} leave. */
  public int length() {
    return length;
  }

  /** True when every string is hashed. */
  public boolean hashesStrings() {
    return strings == Strings.HASH;
  }

  /** True when strings need a vocabulary. */
  boolean learns() {
    return strings == Strings.LEARN;
  }

  /**
   * @param vocabulary null for none: then what must be learnt is hashed
   * @param firstOfCall false for a further row of the same call
   * @param most characters that are kept at most
   */
  TextTreatment treatmentOf(
      String value, @Nullable Vocabulary vocabulary, boolean firstOfCall, int most) {
    return switch (strings) {
      case KEEP -> unlessSensitive(value, TextTreatment.KEEP, most + BEYOND);
      case LEARN ->
          vocabulary != null && vocabulary.admits(value, firstOfCall)
              ? unlessSensitive(value, TextTreatment.KEEP, most)
              : TextTreatment.HASH;
      case HASH -> TextTreatment.HASH;
      case MASK -> TextTreatment.MASK;
      case TRUNCATE -> unlessSensitive(value, TextTreatment.TRUNCATE, length);
      case REMOVE -> TextTreatment.REMOVE;
      case FAIL -> TextTreatment.FAIL;
    };
  }

  private TextTreatment unlessSensitive(String value, TextTreatment treatment, int most) {
    boolean found = detectors && SensitiveText.find(value, Math.min(value.length(), most)) != null;
    return found ? TextTreatment.HASH : treatment;
  }

  /** Of a text that has no vocabulary. */
  public TextTreatment treatmentOf(String value, int most) {
    return treatmentOf(value, null, false, most);
  }
}
