package io.plumbline.redact;

/**
 * Recognises payment card numbers: 12 to 19 digits that begin as an issuer's do, have a length that
 * this issuer uses, and whose Luhn sum is a multiple of ten (ISO/IEC 7812-1).
 *
 * <p>The beginnings keep times apart: milliseconds, microseconds and nanoseconds since 1970 start
 * with 1, which no bank's card does.
 */
final class PaymentCard {
  private static final long SHORTEST = 100_000_000_000L;

  private PaymentCard() {}

  static boolean matches(long number) {
    return number >= SHORTEST && matches(number, digits(number));
  }

  /**
   * @param digits of the number, without leading zeros
   */
  static boolean matches(long number, int digits) {
    return number >= SHORTEST && isLengthOfIssuer(first(number, 6), digits) && isLuhn(number);
  }

  private static int digits(long number) {
    int digits = 0;
    for (long rest = number; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** The first {@code count} digits. */
  private static int first(long number, int count) {
    long rest = number;
    long limit = 1;
    for (int i = 0; i < count; i++) {
      limit *= 10;
    }
    while (rest >= limit) {
      rest /= 10;
    }
    return (int) rest;
  }

  private static boolean isLengthOfIssuer(int first6, int digits) {
    int first2 = first6 / 10_000;
    int first3 = first6 / 1000;
    int first4 = first6 / 100;
    return switch (first2 / 10) {
      case 2 ->
          (first4 >= 2200 && first4 <= 2204) ? digits >= 16 : digits == 16 && isSeries2(first4);
      case 3 ->
          switch (first2) {
            case 34, 37 -> digits == 15; // American Express
            case 35 -> digits >= 16; // JCB
            case 36, 38, 39 -> digits >= 14; // Diners Club
            default -> first3 <= 305 && digits >= 14;
          };
      case 4 -> digits == 13 || digits == 16 || digits == 19; // Visa
      case 5 -> (first2 >= 51 && first2 <= 55) ? digits == 16 : isMaestro(first2, digits);
      case 6 -> digits >= 16 || isMaestro(first2, digits);
      default -> first4 == 9792 && digits == 16; // Troy
    };
  }

  /** Mastercard from 2221 to 2720. */
  private static boolean isSeries2(int first4) {
    return first4 >= 2221 && first4 <= 2720;
  }

  /** Also 12 to 15 digits. */
  private static boolean isMaestro(int first2, int digits) {
    return digits >= 12
        && switch (first2) {
          case 50, 56, 57, 58, 63, 67 -> true;
          default -> false;
        };
  }

  private static boolean isLuhn(long number) {
    int sum = 0;
    boolean doubled = false;
    for (long rest = number; rest > 0; rest /= 10) {
      int digit = (int) (rest % 10);
      sum += doubled ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
      doubled = !doubled;
    }
    return sum % 10 == 0;
  }

  /** Of the last {@code digits} digits, for ids that use the same check. */
  static boolean isLuhn(long number, int digits) {
    long limit = 1;
    for (int i = 0; i < digits; i++) {
      limit *= 10;
    }
    return isLuhn(number % limit);
  }
}
