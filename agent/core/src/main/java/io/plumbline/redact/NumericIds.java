package io.plumbline.redact;

/**
 * National ids of digits, each with the check that its country gives it: United States, Brazil,
 * Poland, Germany, India, France, China, Sweden, Finland, Switzerland, South Korea, Spain (DNI).
 *
 * <p>Nine digits alone (the United States and the Netherlands without separators) could be anything
 * and are not recognised.
 */
final class NumericIds {
  private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final String FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY";

  /** Verhoeff's multiplication and permutation tables. */
  private static final String[] VERHOEFF_D = {
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"
  };

  private static final String[] VERHOEFF_P = {
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258"
  };

  private NumericIds() {}

  /**
   * @param to where its last group ends
   * @param shape length of each group, four bits each
   */
  static boolean matches(
      String text, int to, int end, long value, int digits, int shape, int separators) {
    return (Characters.isBoundary(text, to, end) && isWhole(value, digits, shape, separators))
        || isFollowedByLetter(text, to, end, value, shape);
  }

  private static boolean isWhole(long value, int digits, int shape, int separators) {
    return switch (shape) {
      case 0x324 -> separators != Characters.DOT && isUnitedStates(value);
      case 0x3332 -> isBrazilian(value);
      case 0xB -> isBrazilian(value) || isPolish(value) || isGerman(value);
      case 0x2333 -> isGerman(value);
      case 0xC -> isIndian(value) || isSwedish(value);
      case 0x444 -> isIndian(value);
      case 0x64, 0x84 -> separators == Characters.DASH && (isSwedish(value) || isFinnish(value));
      case 0x67 -> separators == Characters.DASH && isKorean(value);
      case 0xD, 0x3442 -> isSwiss(value);
      case 0x1222332, 0xD2 -> isFrench(value);
      case 0xF ->
          digits == 15 ? isFrench(value) : digits == 18 && isChinese(value / 10, value % 10);
      default -> false;
    };
  }

  /** Check letters: China's X, Spain's, Finland's. */
  private static boolean isFollowedByLetter(String text, int to, int end, long value, int shape) {
    if (to >= end) {
      return false;
    }
    char next = Characters.upper(text.charAt(to));
    if (shape == 0xF && next == 'X' && Characters.isBoundary(text, to + 1, end)) {
      return isChinese(value, 10);
    }
    if (shape == 0x8) {
      int letter = next == '-' || next == ' ' ? to + 1 : to;
      return letter < end
          && Characters.isBoundary(text, letter + 1, end)
          && Characters.upper(text.charAt(letter)) == SPANISH.charAt((int) (value % 23));
    }
    return (shape == 0x63 || shape == 0x6) && isFinnish(text, to, end, value, shape);
  }

  private static boolean isFinnish(String text, int to, int end, long value, int shape) {
    int check = to;
    long number = value;
    if (shape == 0x6) {
      if (Characters.upper(text.charAt(to)) != 'A') {
        return false; // the century; + and - part groups
      }
      for (int i = to + 1; i <= to + 3; i++) {
        int digit = i < end ? Characters.digit(text.charAt(i)) : -1;
        if (digit < 0) {
          return false;
        }
        number = number * 10 + digit;
      }
      check = to + 4;
    }
    return check < end
        && Characters.isBoundary(text, check + 1, end)
        && isDate(number / 10_000_000, number / 100_000 % 100)
        && Characters.upper(text.charAt(check)) == FINNISH.charAt((int) (number % 31));
  }

  private static boolean isFinnish(long value) {
    return value < 10_000_000_000L
        && isDate(value / 100_000_000, value / 1_000_000 % 100)
        && FINNISH.charAt((int) (value / 10 % 31)) == '0' + value % 10;
  }

  /** SSN and ITIN. */
  private static boolean isUnitedStates(long value) {
    long area = value / 1_000_000;
    return area != 0 && area != 666 && value / 10_000 % 100 != 0 && value % 10_000 != 0;
  }

  /** CPF. */
  private static boolean isBrazilian(long value) {
    long first = value / 100;
    if (first % 111_111_111 == 0) {
      return false;
    }
    int check = brazilianCheck(first);
    return check == value / 10 % 10 && brazilianCheck(first * 10 + check) == value % 10;
  }

  private static int brazilianCheck(long digits) {
    int sum = 0;
    int weight = 2;
    for (long rest = digits; weight <= 11; rest /= 10) {
      sum += (int) (rest % 10) * weight++;
    }
    int check = 11 - sum % 11;
    return check > 9 ? 0 : check;
  }

  /** PESEL: a date, the century in its month, and weights 1, 3, 7, 9. */
  private static boolean isPolish(long value) {
    int sum = 0;
    int weight = 0;
    for (long rest = value; weight <= 10; rest /= 10) {
      sum += (int) (rest % 10) * "13197319731".charAt(weight++) - (int) (rest % 10) * '0';
    }
    long month = value / 10_000_000 % 100 % 20;
    return sum % 10 == 0 && isDate(value / 100_000 % 100, month);
  }

  /** Tax id: one digit of the first ten comes twice or thrice, ISO 7064 mod 11,10. */
  private static boolean isGerman(long value) {
    if (value < 10_000_000_000L) {
      return false;
    }
    long counts = 0;
    int product = 10;
    for (long power = 10_000_000_000L; power > 1; power /= 10) {
      int digit = (int) (value / power % 10);
      counts += 1L << (4 * digit);
      int sum = (digit + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    int repeated = 0;
    for (int digit = 0; digit < 10; digit++) {
      int count = (int) (counts >> (4 * digit) & 15);
      repeated += count > 3 ? 10 : count > 1 ? 1 : 0;
    }
    return repeated == 1 && (11 - product) % 10 == value % 10;
  }

  /** Aadhaar: Verhoeff's check, not beginning with 0 or 1. */
  private static boolean isIndian(long value) {
    if (value < 200_000_000_000L) {
      return false;
    }
    int check = 0;
    int position = 0;
    for (long rest = value; rest > 0; rest /= 10) {
      int permuted = VERHOEFF_P[position++ % 8].charAt((int) (rest % 10)) - '0';
      check = VERHOEFF_D[check].charAt(permuted) - '0';
    }
    return check == 0;
  }

  /** Personnummer: a date and Luhn's check over the last ten digits. */
  private static boolean isSwedish(long value) {
    long month = value / 1_000_000 % 100;
    long day = value / 10_000 % 100;
    boolean century =
        value < 10_000_000_000L || (value / 10_000_000_000L >= 18 && value / 10_000_000_000L <= 20);
    return century && isDate(day > 60 ? day - 60 : day, month) && PaymentCard.isLuhn(value, 10);
  }

  /** Resident registration number: a date, and the century and sex. Newer ones have no check. */
  private static boolean isKorean(long value) {
    long sex = value / 1_000_000 % 10;
    return sex >= 1 && sex <= 8 && isDate(value / 10_000_000 % 100, value / 1_000_000_000L % 100);
  }

  /** AHV number: country 756, the check of an EAN. */
  private static boolean isSwiss(long value) {
    if (value / 10_000_000_000L != 756) {
      return false;
    }
    int sum = 0;
    int weight = 1;
    for (long rest = value; rest > 0; rest /= 10) {
      sum += (int) (rest % 10) * weight;
      weight = 4 - weight;
    }
    return sum % 10 == 0;
  }

  /** NIR: sex, month of birth, and 97 minus the rest. */
  private static boolean isFrench(long value) {
    long sex = value / 100_000_000_000_000L;
    long month = value / 10_000_000_000L % 100;
    boolean person = sex == 1 || sex == 2 || sex == 3 || sex == 4 || sex == 7 || sex == 8;
    boolean born = (month >= 1 && month <= 12) || month >= 20;
    return person && born && 97 - value / 100 % 97 == value % 100;
  }

  /**
   * Resident identity number: a date, ISO 7064 mod 11-2.
   *
   * @param body its first 17 digits
   */
  private static boolean isChinese(long body, long check) {
    long date = body / 1000 % 100_000_000;
    if (body < 10_000_000_000_000_000L
        || body >= 100_000_000_000_000_000L
        || date / 10_000 < 1900
        || date / 10_000 > 2099
        || !isDate(date % 100, date / 100 % 100)) {
      return false;
    }
    int sum = 0;
    int weight = 2;
    for (long rest = body; rest > 0; rest /= 10) {
      sum += (int) (rest % 10) * weight;
      weight = weight * 2 % 11;
    }
    return (12 - sum % 11) % 11 == check;
  }

  private static boolean isDate(long day, long month) {
    return day >= 1 && day <= 31 && month >= 1 && month <= 12;
  }
}
