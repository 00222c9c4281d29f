package io.plumbline.spool;

import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The JDK decides on the default time zone at its first use and leaves it in a system property.
 * Chronicle uses it while it is initialised, perhaps before a {@code main} that sets {@code
 * user.timezone} in its first line; then the decision is taken back.
 */
final class UndecidedTimeZone {
  private static final String PROPERTY = "user.timezone";

  private final @Nullable String decided;

  UndecidedTimeZone() {
    this.decided = isDecided() ? null : decide();
  }

  private static boolean isDecided() {
    return !System.getProperty(PROPERTY, "").isEmpty();
  }

  private static @Nullable String decide() {
    TimeZone.getDefault();
    return System.getProperty(PROPERTY);
  }

  /** Leaves alone what the host has chosen meanwhile. */
  void giveBack() {
    if (decided != null
        && decided.equals(System.getProperty(PROPERTY))
        && decided.equals(TimeZone.getDefault().getID())) {
      TimeZone.setDefault(null);
      System.clearProperty(PROPERTY);
    }
  }
}
