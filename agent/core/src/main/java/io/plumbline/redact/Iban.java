package io.plumbline.redact;

/**
 * ISO 13616: a country with its length, and a check of 1 modulo 97. Spaces and dashes may part it.
 */
final class Iban {
  /** Country and length, from the registry of SWIFT. */
  private static final String LENGTHS =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24"
          + "FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28"
          + "LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25"
          + "QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

  private static final byte[] LENGTH_OF = new byte[26 * 26];

  static {
    for (int i = 0; i < LENGTHS.length(); i += 4) {
      int country = (LENGTHS.charAt(i) - 'A') * 26 + LENGTHS.charAt(i + 1) - 'A';
      LENGTH_OF[country] = (byte) Integer.parseInt(LENGTHS.substring(i + 2, i + 4));
    }
  }

  private Iban() {}

  static boolean matches(String text, int start, int end) {
    if (start + 15 > end || Characters.digit(text.charAt(start + 2)) < 0) {
      return false;
    }
    char first = Characters.upper(text.charAt(start));
    char second = Characters.upper(text.charAt(start + 1));
    if (!Characters.isAsciiLetter(first) || !Characters.isAsciiLetter(second)) {
      return false;
    }
    int length = LENGTH_OF[(first - 'A') * 26 + second - 'A'];
    return length > 0 && hasCheck(text, start, end, first, second, length);
  }

  private static boolean hasCheck(
      String text, int start, int end, char first, char second, int length) {
    int check =
        Characters.digit(text.charAt(start + 2)) * 10 + Characters.digit(text.charAt(start + 3));
    if (Characters.digit(text.charAt(start + 3)) < 0) {
      return false;
    }
    int remainder = 0;
    int taken = 4;
    int i = start + 4;
    while (taken < length && i < end) {
      char c = Characters.upper(text.charAt(i));
      int digit = Characters.digit(c);
      if (digit >= 0) {
        remainder = (remainder * 10 + digit) % 97;
        taken++;
      } else if (Characters.isAsciiLetter(c)) {
        remainder = (remainder * 100 + c - 'A' + 10) % 97;
        taken++;
      } else if (!separates(text, i)) {
        return false;
      }
      i++;
    }
    remainder = (remainder * 100 + first - 'A' + 10) % 97;
    remainder = (remainder * 100 + second - 'A' + 10) % 97;
    remainder = (remainder * 100 + check) % 97;
    return taken == length && remainder == 1 && Characters.isBoundary(text, i, end);
  }

  /** One of them, between two others. */
  private static boolean separates(String text, int i) {
    int separator = Characters.separator(text.charAt(i));
    return (separator == Characters.SPACE || separator == Characters.DASH)
        && Characters.separator(text.charAt(i - 1)) == 0;
  }
}
