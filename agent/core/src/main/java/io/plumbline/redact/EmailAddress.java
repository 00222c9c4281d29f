package io.plumbline.redact;

/** {@code local@domain.tld}, also percent-encoded; names of other scripts too. RFC 5321, 5322. */
final class EmailAddress {
  private static final int MAX_DOMAIN = 255;

  private EmailAddress() {}

  /**
   * @param at where the {@code @} stands
   * @param domain where what follows it starts
   */
  static boolean matches(String text, int at, int domain, int end) {
    return at > 0 && isLocal(text.charAt(at - 1)) && isDomain(text, domain, end);
  }

  private static boolean isLocal(char c) {
    return Characters.isLetterOrDigit(c) || "!#$%&'*+/=?^_`{|}~-.\"".indexOf(c) >= 0;
  }

  /** At least two labels, one after the first of two letters or more, or {@code xn--}. */
  private static boolean isDomain(String text, int start, int end) {
    int limit = Math.min(end, start + MAX_DOMAIN);
    int labelStart = start;
    boolean onlyLetters = true;
    for (int i = start; i <= limit; i++) {
      char c = i < limit ? text.charAt(i) : ' ';
      if (Characters.isLetter(c)) {
        continue;
      }
      if (Characters.digit(c) >= 0 || c == '-') {
        onlyLetters = false;
        continue;
      }
      boolean top = (onlyLetters && i - labelStart >= 2) || text.startsWith("xn--", labelStart);
      if (labelStart > start && top && i > labelStart) {
        return true;
      }
      if (c != '.' || i == labelStart) {
        return false;
      }
      labelStart = i + 1;
      onlyLetters = true;
    }
    return false;
  }
}
