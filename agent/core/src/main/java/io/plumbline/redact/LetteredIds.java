package io.plumbline.redact;

/**
 * National ids that begin with a letter: United Kingdom (national insurance number), Italy (codice
 * fiscale), Spain (NIE).
 */
final class LetteredIds {
  private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";

  /** Values of the characters at odd places, 0 to 9 and A to Z; from the Italian decree. */
  private static final byte[] ITALIAN_ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  private LetteredIds() {}

  static boolean matches(String text, int start, int end) {
    return isBritish(text, start, end)
        || isItalian(text, start, end)
        || isSpanish(text, start, end);
  }

  /** {@code AB 12 34 56 C}: two letters, six digits, A to D. */
  private static boolean isBritish(String text, int start, int end) {
    if (start + 9 > end || !isBritishPrefix(text, start)) {
      return false;
    }
    int i = start + 2;
    int digits = 0;
    while (i < end && digits < 6) {
      char c = text.charAt(i++);
      if (Characters.digit(c) >= 0) {
        digits++;
      } else if (Characters.separator(c) != Characters.SPACE || digits % 2 != 0) {
        return false;
      }
    }
    if (i < end && Characters.separator(text.charAt(i)) == Characters.SPACE) {
      i++;
    }
    char suffix = i < end ? Characters.upper(text.charAt(i)) : ' ';
    return digits == 6 && suffix >= 'A' && suffix <= 'D' && Characters.isBoundary(text, i + 1, end);
  }

  private static boolean isBritishPrefix(String text, int start) {
    char first = Characters.upper(text.charAt(start));
    char second = Characters.upper(text.charAt(start + 1));
    return Characters.isAsciiLetter(first)
        && Characters.isAsciiLetter(second)
        && "DFIQUV".indexOf(first) < 0
        && "DFIOQUV".indexOf(second) < 0;
  }

  /** Sixteen characters, letters and digits by place; digits of namesakes may be letters. */
  private static boolean isItalian(String text, int start, int end) {
    if (start + 16 > end || !Characters.isBoundary(text, start + 16, end)) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      char c = Characters.upper(text.charAt(start + i));
      boolean digit = c >= '0' && c <= '9';
      boolean letter = c >= 'A' && c <= 'Z';
      boolean letterPlace = i < 6 || i == 8 || i == 11;
      if (!letter && (letterPlace || !digit)) {
        return false;
      }
      int value = digit ? c - '0' : c - 'A';
      sum += i % 2 == 0 ? ITALIAN_ODD[value] : value;
    }
    return Characters.upper(text.charAt(start + 15)) == 'A' + sum % 26;
  }

  /** NIE: X, Y or Z, seven digits, the check letter of the DNI. */
  private static boolean isSpanish(String text, int start, int end) {
    int series = Characters.upper(text.charAt(start)) - 'X';
    if (series < 0 || series > 2) {
      return false;
    }
    long number = series;
    int digits = 0;
    int i = start + 1;
    while (i < end && digits < 7) {
      int digit = Characters.digit(text.charAt(i));
      if (digit >= 0) {
        number = number * 10 + digit;
        digits++;
      } else if (text.charAt(i) != '-' || digits > 0) {
        return false;
      }
      i++;
    }
    if (i < end && text.charAt(i) == '-') {
      i++;
    }
    return digits == 7
        && i < end
        && Characters.upper(text.charAt(i)) == SPANISH.charAt((int) (number % 23))
        && Characters.isBoundary(text, i + 1, end);
  }
}
