package io.plumbline.telemetry;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.ValueRule;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value that a feature had, as somebody names it, and what may have been stored of it: it is put
 * through the rule that was in force.
 */
final class WantedValue {
  private final String feature;
  private final KnownRedaction redaction;

  /** As it was said, and as the digits that a rule for texts writes a whole number with. */
  private final Set<String> texts = new LinkedHashSet<>();

  private final Set<String> hashes;
  private final @Nullable BigDecimal number;

  WantedValue(String feature, String value, KnownRedaction redaction) {
    this.feature = feature;
    this.redaction = redaction;
    this.number = number(value);
    texts.add(value);
    if (number != null && isWhole(number)) {
      texts.add(number.toBigInteger().toString());
    }
    hashes = redaction.hashesOf(texts);
  }

  private static @Nullable BigDecimal number(String value) {
    try {
      return new BigDecimal(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Also one with more digits than any number that is captured is none. */
  private static boolean isWhole(BigDecimal number) {
    return Math.abs((long) number.scale()) < 64
        && number.precision() < 64
        && number.stripTrailingZeros().scale() <= 0;
  }

  String feature() {
    return feature;
  }

  /**
   * @param rule null when it is not known
   * @param cut whether a limit may have cut what is stored
   */
  Match inText(String stored, @Nullable ValueRule rule, boolean cut) {
    if (HashKey.isHash(stored) && !texts.contains(stored)) {
      if (hashes.contains(HashKey.withoutId(stored))) {
        return Match.SURE;
      }
      return redaction.knowsKeyOf(stored) ? Match.NONE : Match.UNKNOWN;
    }
    Match best = Match.NONE;
    for (String text : texts) {
      best = best.or(inText(stored, text, rule, cut));
    }
    return best;
  }

  private static Match inText(String stored, String text, @Nullable ValueRule rule, boolean cut) {
    String made = rule == null ? text : rule.shortened(text);
    if (stored.equals(made)) {
      return rule == null || rule.keepsWhole(text) ? Match.SURE : Match.ONE_OF_SEVERAL;
    }
    if (cut && !stored.isEmpty() && made.startsWith(stored)) {
      return Match.ONE_OF_SEVERAL;
    }
    return rule == null ? Match.UNKNOWN : Match.NONE;
  }

  /**
   * @param rule null when it is not known
   */
  Match inInteger(long stored, @Nullable ValueRule rule) {
    if (number == null || !isWhole(number) || number.toBigInteger().bitLength() > Long.SIZE) {
      return otherwise(rule);
    }
    long wanted = number.toBigInteger().longValue();
    if (rule == null || !rule.changesNumbers()) {
      return wanted == stored ? Match.SURE : otherwise(rule);
    }
    return rule.changed(wanted) == stored && !rule.isRandom()
        ? Match.ONE_OF_SEVERAL
        : otherwise(rule);
  }

  /**
   * @param stored a float as well, where that is what the host had
   * @param rule null when it is not known
   */
  Match inFraction(double stored, @Nullable ValueRule rule) {
    if (number == null) {
      return otherwise(rule);
    }
    double wanted = number.doubleValue();
    if (rule == null || !rule.changesNumbers()) {
      return wanted == stored || (float) wanted == stored ? Match.SURE : otherwise(rule);
    }
    double changed = rule.changed(wanted);
    boolean same =
        changed == stored
            || (float) changed == stored
            || (float) rule.changed((double) (float) wanted) == stored;
    return same && !rule.isRandom() ? Match.ONE_OF_SEVERAL : otherwise(rule);
  }

  private static Match otherwise(@Nullable ValueRule rule) {
    return rule == null || rule.isRandom() ? Match.UNKNOWN : Match.NONE;
  }
}
