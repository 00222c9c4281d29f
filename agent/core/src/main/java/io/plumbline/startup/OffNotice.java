package io.plumbline.startup;

import io.plumbline.diagnostics.Pause;
import io.plumbline.spool.OwnedText;
import io.plumbline.status.AgentStatus;
import io.plumbline.status.ProcessFacts;
import io.plumbline.status.StatusDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Says in a file of the temporary directory that the agent is off and why, for {@code doctor}: by
 * then nobody finds the one line on System.err. Removed with the process.
 */
final class OffNotice implements Runnable {
  /** A tool that runs for a moment leaves nothing. */
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  /** Often enough for nobody to take it for forgotten. */
  private static final Duration INTERVAL = Duration.ofHours(1);

  private final ProcessFacts process;
  private final String reason;
  private final Clock clock;
  private final StatusPlace place;
  private final Pause untilEnded = new Pause();

  OffNotice(ProcessFacts process, String reason, Clock clock, StatusPlace place) {
    this.place = place;
    this.process = process;
    this.reason = reason;
    this.clock = clock;
  }

  @Override
  public void run() {
    try {
      Duration wait = A_WHILE;
      while (!untilEnded.take(wait.toNanos())) {
        write();
        wait = INTERVAL;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** After a while, and again now and then. */
  void write() {
    Path file = place.file();
    if (file == null) {
      return;
    }
    AgentStatus off =
        new AgentStatus(
            AgentStatus.State.OFF,
            reason,
            clock.instant(),
            INTERVAL,
            process,
            null,
            List.of(),
            List.of(),
            null,
            Map.of());
    try {
      OwnedText.replace(file, StatusDocument.json(off, file.toString()) + "\n");
    } catch (IOException e) {
      // There is no log to say it in, and System.err has had its one line.
    }
  }

  void end() {
    untilEnded.end();
    place.end();
  }
}
