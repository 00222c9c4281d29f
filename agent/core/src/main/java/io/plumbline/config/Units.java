package io.plumbline.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers with a unit. A number without one is refused: nobody remembers which it would be. */
final class Units {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,18})\\s*([A-Za-zµ]+)");

  private static final Map<String, Long> BYTES =
      Map.of(
          "b", 1L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30,
          "tib", 1L << 40,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "tb", 1_000_000_000_000L);

  private static final Map<String, Duration> DURATIONS =
      Map.of(
          "us", Duration.ofNanos(1_000),
          "µs", Duration.ofNanos(1_000),
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Units() {}

  static @Nullable Long bytes(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    Long unit = matcher.matches() ? BYTES.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      return null;
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  static @Nullable Duration duration(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    Duration unit = matcher.matches() ? DURATIONS.get(matcher.group(2)) : null;
    if (unit == null) {
      return null;
    }
    try {
      Duration duration = unit.multipliedBy(Long.parseLong(matcher.group(1)));
      // The rest of the agent counts in nanoseconds, which a long holds for 292 years.
      return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? null : duration;
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
