package io.plumbline.redact;

import org.jspecify.annotations.Nullable;

/**
 * Numbers written in groups of digits: cards, phone numbers, national ids, IPv4. From a start,
 * every run of whole groups is looked at, up to 19 digits.
 */
final class DigitGroups {
  private static final int MAX_DIGITS = 19;
  private static final int MAX_GROUPS = 8;

  private DigitGroups() {}

  /**
   * @param start the first digit of a group
   */
  static @Nullable SensitiveKind find(String text, int start, int end) {
    if (IpAddress.isV4(text, start, end)) {
      return SensitiveKind.IP_ADDRESS;
    }
    if (isAfterDecimalPoint(text, start)) {
      return null;
    }
    boolean free = Characters.isBoundary(text, start - 1, end);
    long value = 0;
    int digits = 0;
    int shape = 0;
    int separators = 0;
    int i = start;
    for (int groups = 1; groups <= MAX_GROUPS; groups++) {
      int groupStart = i;
      for (; i < end; i++) {
        int digit = Characters.digit(text.charAt(i));
        if (digit < 0) {
          break;
        }
        value = value * 10 + digit;
        digits++;
      }
      int length = i - groupStart;
      if (length == 0 || digits > MAX_DIGITS) {
        return null;
      }
      shape = shape << 4 | Math.min(length, 15);
      if (isCard(value, digits, shape, groups, separators)) {
        return SensitiveKind.PAYMENT_CARD;
      }
      if (free) {
        SensitiveKind found =
            personal(text, start, i, end, value, digits, shape, groups, separators);
        if (found != null) {
          return found;
        }
      }
      int separator = i < end ? Characters.separator(text.charAt(i)) : 0;
      if (separator == 0) {
        return null;
      }
      separators |= separator;
      i++;
    }
    return null;
  }

  /** The part of a decimal fraction is no number of its own. */
  private static boolean isAfterDecimalPoint(String text, int start) {
    return start >= 2
        && (text.charAt(start - 1) == '.' || text.charAt(start - 1) == ',')
        && Characters.digit(text.charAt(start - 2)) >= 0;
  }

  private static boolean isCard(long value, int digits, int shape, int groups, int separators) {
    return digits >= 12
        && (groups == 1 || isCardShape(shape, groups, separators))
        && PaymentCard.matches(value, digits);
  }

  /** {@code 4-4-4-4}, {@code 4-6-5} and their like, with one kind of separator. */
  private static boolean isCardShape(int shape, int groups, int separators) {
    boolean uniform = Integer.bitCount(separators) == 1;
    boolean wide = groups <= 5;
    for (int group = 1; group < groups - 1 && wide; group++) {
      wide = (shape >> (4 * group) & 15) >= 3;
    }
    return uniform && wide && (shape >>> (4 * (groups - 1)) & 15) == 4;
  }

  private static @Nullable SensitiveKind personal(
      String text,
      int start,
      int to,
      int end,
      long value,
      int digits,
      int shape,
      int groups,
      int separators) {
    if (NumericIds.matches(text, to, end, value, digits, shape, separators)) {
      return SensitiveKind.NATIONAL_ID;
    }
    if (!Characters.isBoundary(text, to, end)) {
      return null;
    }
    int first = Characters.digit(text.charAt(start));
    int second = digits > 1 && groups == 1 ? Characters.digit(text.charAt(start + 1)) : -1;
    return PhoneNumber.isNational(value, digits, shape, groups, separators, first, second)
        ? SensitiveKind.PHONE
        : null;
  }
}
