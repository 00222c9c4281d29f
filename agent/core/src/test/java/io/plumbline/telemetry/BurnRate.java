package io.plumbline.telemetry;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A budget of a month that is used too fast: over a long window, so that it matters, and over a
 * twelfth of it, so that it still goes on (Google, The Site Reliability Workbook, chapter 5).
 *
 * @param share of the budget that is gone when it has burnt like that for the long window
 */
record BurnRate(Duration window, BigDecimal share) {
  private static final Duration MONTH = Duration.ofDays(30);

  /** The budget is gone in days: who is on call wakes up. */
  static final List<BurnRate> FAST =
      List.of(of(Duration.ofHours(1), "0.02"), of(Duration.ofHours(6), "0.05"));

  /** The budget will not last. */
  static final List<BurnRate> SLOW =
      List.of(of(Duration.ofDays(1), "0.10"), of(Duration.ofDays(3), "0.10"));

  private static BurnRate of(Duration window, String share) {
    return new BurnRate(window, new BigDecimal(share));
  }

  /** All that is to be recorded, the shortest first. */
  static List<String> windows() {
    return texts(window -> true);
  }

  static List<String> windowsUpToHours() {
    return texts(window -> window.toDays() == 0);
  }

  static List<String> windowsOfDays() {
    return texts(window -> window.toDays() > 0);
  }

  private static List<String> texts(Predicate<Duration> wanted) {
    return Stream.concat(FAST.stream(), SLOW.stream())
        .flatMap(rate -> Stream.of(rate.window, rate.window.dividedBy(12)))
        .filter(wanted)
        .distinct()
        .sorted()
        .map(BurnRate::text)
        .toList();
  }

  String longWindow() {
    return text(window);
  }

  String shortWindow() {
    return text(window.dividedBy(12));
  }

  /** How many times faster than the budget allows. */
  String factor() {
    return share
        .multiply(BigDecimal.valueOf(MONTH.toMinutes()))
        .divide(BigDecimal.valueOf(window.toMinutes()), 3, RoundingMode.UNNECESSARY)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String text(Duration window) {
    if (window.toHours() == 0) {
      return window.toMinutes() + "m";
    }
    return window.toHours() % 24 == 0 ? window.toDays() + "d" : window.toHours() + "h";
  }
}
