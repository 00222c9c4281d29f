package io.plumbline.redact;

/**
 * Phone numbers: with {@code +} and a country; with a leading 0 or 00; as North America, China and
 * India write them. Ten digits without any separator could be anything and are not recognised.
 */
final class PhoneNumber {
  private static final int LEAST = 8;
  private static final int MOST = 15;

  private PhoneNumber() {}

  /** E.164, with any separators. */
  static boolean isInternational(String text, int plus, int end) {
    if (!Characters.isBoundary(text, plus - 1, end)) {
      return false;
    }
    int digits = 0;
    int marks = 0;
    for (int i = plus + 1; i < end; i++) {
      char c = text.charAt(i);
      int digit = Characters.digit(c);
      if (digit >= 0) {
        if (digits == 0 && digit == 0) {
          return false;
        }
        digits++;
        marks = 0;
      } else {
        if (digits >= LEAST && digits <= MOST && marks == 0) {
          return !Characters.isLetter(c);
        }
        marks++;
        boolean between = Characters.separator(c) != 0 || c == '(' || c == ')';
        if (!between || marks > 2 || digits > MOST) {
          return false;
        }
      }
    }
    return digits >= LEAST && digits <= MOST;
  }

  /** {@code (212) 555-1234}, {@code (11) 91234-5678}. */
  static boolean hasAreaInParentheses(String text, int open, int end) {
    int area = digits(text, open + 1, end);
    int i = open + 1 + area;
    if (area < 2 || area > 5 || i >= end || text.charAt(i) != ')') {
      return false;
    }
    i++;
    if (i < end && Characters.separator(text.charAt(i)) == Characters.SPACE) {
      i++;
    }
    int local = 0;
    int groups = 0;
    while (groups < 4) {
      int group = digits(text, i, end);
      if (group < 2) {
        return false;
      }
      local += group;
      groups++;
      i += group;
      if (local >= 6 && area + local >= 9 && Characters.isBoundary(text, i, end)) {
        return area + local <= 12;
      }
      if (i >= end || Characters.separator(text.charAt(i)) == 0) {
        return false;
      }
      i++;
    }
    return false;
  }

  /** How many digits stand together, up to a phone number's. */
  private static int digits(String text, int from, int end) {
    int i = from;
    while (i < end && i - from < MOST && Characters.digit(text.charAt(i)) >= 0) {
      i++;
    }
    return i - from;
  }

  /**
   * @param shape length of each group, four bits each
   * @param first the first digit
   * @param second the second one; -1 where it stands in another group
   */
  static boolean isNational(
      long value, int digits, int shape, int groups, int separators, int first, int second) {
    if (groups == 1) {
      return first == 0
          && (second > 0
              ? digits == 10 || digits == 11
              : digits >= 12 && digits <= MOST && value >= power(digits - 3));
    }
    if (Integer.bitCount(separators) != 1 || separators == Characters.UNDERSCORE) {
      return false;
    }
    return switch (shape) {
      case 0x334 -> isNorthAmerican(value) && digits == 10;
      case 0x1334 -> isNorthAmerican(value - 10_000_000_000L);
      case 0x344 -> first == 0 || (value >= 13_000_000_000L && value < 20_000_000_000L);
      case 0x55 -> first >= 6;
      default -> first == 0 && isTrunk(digits, shape, groups);
    };
  }

  /** A leading 0, then 8 to 11 digits more in groups of at least two. */
  private static boolean isTrunk(int digits, int shape, int groups) {
    if (digits < 9 || digits > 12 || groups > 5) {
      return false;
    }
    for (int group = 0; group < groups; group++) {
      if ((shape >> (4 * group) & 15) < 2) {
        return false;
      }
    }
    return (shape >>> (4 * (groups - 1)) & 15) <= 5;
  }

  /** Neither area nor exchange begins with 0 or 1. */
  private static boolean isNorthAmerican(long value) {
    return value >= 2_002_000_000L && value < 10_000_000_000L && value / 1_000_000 % 10 >= 2;
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
