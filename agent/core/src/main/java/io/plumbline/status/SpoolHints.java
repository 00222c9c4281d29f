package io.plumbline.status;

import java.time.Duration;
import java.util.List;

/** What to do about a spool that is not where one would want it, or runs full. */
final class SpoolHints {
  private static final double NEARLY_FULL = 0.8;
  private static final Duration LONG = Duration.ofMinutes(5);

  private SpoolHints() {}

  static void add(SpoolFacts spool, List<Hint> hints) {
    if (spool.maxBytes() > 0 && spool.bytes() > NEARLY_FULL * spool.maxBytes()) {
      hints.add(
          Hint.problem(
              "spool_nearly_full",
              "The spool is "
                  + Math.round(100.0 * spool.bytes() / spool.maxBytes())
                  + " % full; then the oldest goes. See that the receiver takes what it is sent, or"
                  + " raise spool.max_size."));
    } else if (spool.lag().compareTo(LONG) > 0) {
      hints.add(
          Hint.problem(
              "spool_lags",
              "The oldest of "
                  + Plural.of(spool.waiting(), "inference")
                  + " waits for "
                  + spool.lag().toMinutes()
                  + " minutes: the receiver is away or slower than what is made."));
    }
    if (spool.withoutKey() > 0) {
      hints.add(
          Hint.problem(
              "spool_without_key",
              Plural.of(spool.withoutKey(), "stream")
                  + " of dead processes cannot be delivered: encrypted under a key that is not"
                  + " given (plumbline.log says which). Put it among spool.encryption.old_keys, or"
                  + " remove their directories."));
    }
    if (!spool.durable() && !spool.configuredMode().equals("memory")) {
      hints.add(
          Hint.problem(
              "spool_in_memory",
              "What is not delivered is in memory and ends with the process: there is no safe place"
                  + " on disk (plumbline.log says why). Set spool.directory."));
    }
  }
}
