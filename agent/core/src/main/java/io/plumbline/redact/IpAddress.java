package io.plumbline.redact;

/** IPv4 in four decimal numbers; IPv6 as RFC 4291 writes it. */
final class IpAddress {
  private IpAddress() {}

  /** Four numbers up to 255; neither more nor fewer. */
  static boolean isV4(String text, int start, int end) {
    if (start >= 1 && (Characters.isLetter(text.charAt(start - 1)) || followsNumber(text, start))) {
      return false;
    }
    int i = start;
    for (int part = 0; part < 4; part++) {
      int value = 0;
      int from = i;
      while (i < end && i - from < 4 && Characters.digit(text.charAt(i)) >= 0) {
        value = value * 10 + Characters.digit(text.charAt(i));
        i++;
      }
      if (i == from || i - from > 3 || value > 255) {
        return false;
      }
      if (part < 3 && (i >= end || text.charAt(i++) != '.')) {
        return false;
      }
    }
    boolean goesOn =
        i + 1 < end && text.charAt(i) == '.' && Characters.digit(text.charAt(i + 1)) >= 0;
    return !goesOn && Characters.isBoundary(text, i, end);
  }

  private static boolean followsNumber(String text, int start) {
    return start >= 2
        && text.charAt(start - 1) == '.'
        && Characters.digit(text.charAt(start - 2)) >= 0;
  }

  /** Eight groups of hex digits, or fewer with one {@code ::}; a digit among them. */
  static boolean isV6(String text, int start, int end) {
    boolean gap = start >= 2 && text.charAt(start - 1) == ':' && text.charAt(start - 2) == ':';
    if (start >= 1 && text.charAt(start - 1) == ':' && !gap) {
      return false;
    }
    if (gap && !Characters.isBoundary(text, start - 3, end)) {
      return false; // the second half of one, or a name in a scope
    }
    int groups = 0;
    int widest = 0;
    boolean anyDigit = false;
    int i = start;
    while (groups < 8) {
      int from = i;
      while (i < end && i - from < 5 && Characters.hexDigit(text.charAt(i)) >= 0) {
        anyDigit |= Characters.digit(text.charAt(i)) >= 0;
        i++;
      }
      if (i - from > 4) {
        return false;
      }
      if (i == from) {
        break;
      }
      groups++;
      widest = Math.max(widest, i - from);
      if (i >= end || text.charAt(i) != ':') {
        break;
      }
      i++;
      if (i < end && text.charAt(i) == ':') {
        if (gap) {
          return false;
        }
        gap = true;
        i++;
      }
    }
    boolean whole = groups == 8 || (gap && (groups >= 3 || (groups >= 2 && widest >= 3)));
    return whole && anyDigit && Characters.isBoundary(text, i, end);
  }
}
