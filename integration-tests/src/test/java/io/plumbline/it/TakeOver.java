package io.plumbline.it;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dead stream taken over, as the agent's own log tells it.
 *
 * @param successorPid of the process that had started last
 * @param toDeliver inferences that it held
 * @param inRing those of them that had not reached the spool
 * @param took to open it
 * @param sinceStart of the successor, until it was open
 */
record TakeOver(
    Path stream,
    long deadPid,
    long successorPid,
    long toDeliver,
    long inRing,
    Duration took,
    Duration sinceStart) {
  private static final Pattern START =
      Pattern.compile("(\\S+) INFO +Plumbline .* in process (\\d+).*");
  private static final Pattern TAKE_OVER =
      Pattern.compile(
          "(\\S+) INFO +(.+) of process (\\d+) holds (\\d+) inferences to deliver,"
              + " (\\d+) of them in its ring, taken over in (\\d+) ms");

  /** All of a log, in its order. */
  static List<TakeOver> in(List<String> log) {
    List<TakeOver> all = new ArrayList<>();
    Instant start = Instant.MIN;
    long pid = 0;
    for (String line : log) {
      Matcher started = START.matcher(line);
      Matcher taken = TAKE_OVER.matcher(line);
      if (started.matches()) {
        start = Instant.parse(started.group(1));
        pid = Long.parseLong(started.group(2));
      } else if (taken.matches()) {
        all.add(
            new TakeOver(
                Path.of(taken.group(2)),
                Long.parseLong(taken.group(3)),
                pid,
                Long.parseLong(taken.group(4)),
                Long.parseLong(taken.group(5)),
                Duration.ofMillis(Long.parseLong(taken.group(6))),
                Duration.between(start, Instant.parse(taken.group(1)))));
      }
    }
    return all;
  }
}
