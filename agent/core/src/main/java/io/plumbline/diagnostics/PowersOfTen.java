package io.plumbline.diagnostics;

/** What happens again and again is said the first time, the 10th, the 100th and so on. */
final class PowersOfTen {
  private PowersOfTen() {}

  /**
   * @param count from 1
   */
  static boolean contain(long count) {
    long rest = count;
    while (rest > 0 && rest % 10 == 0) {
      rest /= 10;
    }
    return rest == 1;
  }
}
