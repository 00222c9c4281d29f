package io.plumbline.redact;

/** Kinds of characters; those of other scripts and widths count as what they stand for. */
final class Characters {
  /** What stands between groups of digits, each a bit. */
  static final int SPACE = 1;

  static final int DASH = 2;
  static final int DOT = 4;
  static final int SLASH = 8;
  static final int UNDERSCORE = 16;

  private Characters() {}

  /** 0 to 9; -1 for what is no digit. */
  static int digit(char c) {
    if (c < 0x80) {
      return c >= '0' && c <= '9' ? c - '0' : -1;
    }
    return Character.digit(c, 10);
  }

  static boolean isLetter(char c) {
    return c < 0x80 ? isAsciiLetter(c) : Character.isLetter(c);
  }

  static boolean isAsciiLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /** -1 for what is none. */
  static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  static boolean isLetterOrDigit(char c) {
    return digit(c) >= 0 || isLetter(c);
  }

  /** Capital of an ASCII letter; other characters as they are. */
  static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c;
  }

  /** True when {@code index} is outside, or there is neither letter nor digit. */
  static boolean isBoundary(String text, int index, int end) {
    return index < 0 || index >= end || !isLetterOrDigit(text.charAt(index));
  }

  /** A bit of the constants; 0 for what separates no groups. */
  static int separator(char c) {
    return switch (c) {
      case ' ', '\u00A0', '\u2007', '\u2009', '\u202F', '\u3000' -> SPACE;
      case '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2212', '\uFF0D' -> DASH;
      case '.' -> DOT;
      case '/' -> SLASH;
      case '_' -> UNDERSCORE;
      default -> 0;
    };
  }
}
