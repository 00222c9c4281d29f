package io.plumbline.redact;

import org.jspecify.annotations.Nullable;

/**
 * Looks for personal data and secrets in a text, anywhere in it: one pass, each start looks ahead
 * by a bounded number of characters, so the time is linear whatever the text. Hand-written since a
 * regular expression allocates, and some texts make it slow. Allocates nothing.
 */
public final class SensitiveText {
  private SensitiveText() {}

  /** The first kind found; null when there is none. */
  public static @Nullable SensitiveKind find(String text) {
    return find(text, text.length());
  }

  /**
   * @param end how many UTF-16 units of it are looked at
   */
  static @Nullable SensitiveKind find(String text, int end) {
    boolean inWord = false;
    boolean inDigits = false;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean digit = Characters.digit(c) >= 0;
      boolean letter = !digit && Characters.isLetter(c);
      SensitiveKind found = null;
      if (digit) {
        found = inDigits ? null : DigitGroups.find(text, i, end);
        found = found == null && !inWord ? ipV6(text, i, end) : found;
      } else if (letter) {
        found = inWord ? null : atWord(text, i, end);
      } else {
        found = atMark(text, c, i, end);
      }
      if (found != null) {
        return found;
      }
      inWord = digit || letter;
      inDigits = digit;
    }
    return null;
  }

  /** A word begins at {@code i}. */
  private static @Nullable SensitiveKind atWord(String text, int i, int end) {
    SensitiveKind token = Tokens.find(text, i, end);
    if (token != null) {
      return token;
    }
    if (Iban.matches(text, i, end)) {
      return SensitiveKind.IBAN;
    }
    if (LetteredIds.matches(text, i, end)) {
      return SensitiveKind.NATIONAL_ID;
    }
    return ipV6(text, i, end);
  }

  private static @Nullable SensitiveKind ipV6(String text, int i, int end) {
    return IpAddress.isV6(text, i, end) ? SensitiveKind.IP_ADDRESS : null;
  }

  private static @Nullable SensitiveKind atMark(String text, char c, int i, int end) {
    return switch (c) {
      case '@', '\uFF20' -> EmailAddress.matches(text, i, i + 1, end) ? SensitiveKind.EMAIL : null;
      case '%' ->
          text.startsWith("%40", i) && EmailAddress.matches(text, i, i + 3, end)
              ? SensitiveKind.EMAIL
              : null;
      case '+', '\uFF0B' -> PhoneNumber.isInternational(text, i, end) ? SensitiveKind.PHONE : null;
      case '(' -> PhoneNumber.hasAreaInParentheses(text, i, end) ? SensitiveKind.PHONE : null;
      case '-' -> Tokens.isPrivateKey(text, i, end) ? SensitiveKind.API_KEY : null;
      default -> null;
    };
  }
}
