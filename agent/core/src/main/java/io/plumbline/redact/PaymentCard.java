package io.plumbline.redact;

/** Recognises payment card numbers: 13 to 19 digits whose Luhn sum is a multiple of ten. */
final class PaymentCard {
  private static final long SHORTEST = 1_000_000_000_000L;

  private PaymentCard() {}

  static boolean matches(long number) {
    if (number < SHORTEST) {
      return false;
    }
    int sum = 0;
    boolean doubled = false;
    for (long rest = number; rest > 0; rest /= 10) {
      int digit = (int) (rest % 10);
      sum += doubled ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
      doubled = !doubled;
    }
    return sum % 10 == 0;
  }
}
