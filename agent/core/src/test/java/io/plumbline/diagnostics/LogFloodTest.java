package io.plumbline.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.AgentLog.Level;
import io.plumbline.spool.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens how often, the log stays a log that a person can read. */
class LogFloodTest {
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final ManualClock clock = new ManualClock();
  private final AgentLog log = new AgentLog(clock, Level.INFO);

  @BeforeEach
  void readLog() {
    log.writeTo(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @Test
  void floodIsCutAndHowMuchIsSaid() {
    for (int i = 0; i < 100_000; i++) {
      log.info("woven: " + i);
    }
    assertThat(lines()).hasSize(LineBudget.AT_ONCE - LineBudget.RESERVED);

    clock.advance(Duration.ofMinutes(1));
    log.info("an hour of calm");

    assertThat(lines().get(lines().size() - 2))
        .contains("WARN")
        .contains(100_000 - LineBudget.AT_ONCE + LineBudget.RESERVED + " lines were left out here");
    assertThat(lines().get(lines().size() - 1)).contains("an hour of calm");
  }

  @Test
  void floodOfTheRestHidesNoError() {
    for (int i = 0; i < 100_000; i++) {
      log.info("woven: " + i);
    }

    log.error("the receiver refuses the key");

    assertThat(lines()).last().asString().contains("the receiver refuses the key");
  }

  @Test
  void floodWithoutEndIsAFewLinesAMinute() {
    for (int i = 0; i < LineBudget.AT_ONCE; i++) {
      log.error("before");
    }
    int before = lines().size();

    for (int second = 0; second < 600; second++) {
      clock.advance(Duration.ofSeconds(1));
      for (int i = 0; i < 100; i++) {
        log.error("again and again");
      }
    }

    // With each line, one that says how many were left out.
    assertThat(lines().size() - before).isBetween(10, 10 * LineBudget.PER_MINUTE * 2);
  }

  @Test
  void clockThatIsSetBackDoesNotSilenceTheLog() {
    for (int i = 0; i < LineBudget.AT_ONCE; i++) {
      log.error("before");
    }

    clock.advance(Duration.ofDays(-300));
    log.error("left out");
    clock.advance(Duration.ofMinutes(1));
    log.error("said again");

    assertThat(lines()).last().asString().contains("said again");
  }

  @Test
  void whatComesAndGoesEachSecondIsAPairOfLinesAMinute() {
    Episodes episodes = new Episodes(log, clock);

    for (int second = 0; second < 600; second++) {
      for (int i = 0; i < 1_000; i++) {
        episodes.isSo("full", Level.WARN, "it is full");
      }
      clock.advance(Duration.ofMillis(500));
      for (int i = 0; i < 1_000; i++) {
        episodes.isOver("it has room again");
      }
      clock.advance(Duration.ofMillis(500));
    }

    assertThat(lines()).hasSize(20);
    assertThat(lines().get(0)).endsWith("it is full");
    assertThat(lines().get(1)).endsWith("it has room again");
    assertThat(lines().get(2)).endsWith("it is full (60 times since this was last said)");
  }

  @Test
  void whatStaysIsSaidWhenTheMinuteIsOver() {
    Episodes episodes = new Episodes(log, clock);
    episodes.isSo("full", Level.WARN, "it is full");
    episodes.isOver("it has room again");

    episodes.isSo("full", Level.WARN, "it is full");
    assertThat(lines()).hasSize(2);
    clock.advance(Duration.ofMinutes(1));
    episodes.isSo("full", Level.WARN, "it is full");

    assertThat(lines()).hasSize(3).last().asString().endsWith("it is full");
  }

  @Test
  void anotherKindIsSaidAtOnce() {
    Episodes episodes = new Episodes(log, clock);

    episodes.isSo("retrying", Level.WARN, "no answer");
    episodes.isSo("parked", Level.ERROR, "the key is refused");
    episodes.isOver("it arrives again");

    assertThat(lines()).hasSize(3);
    assertThat(lines().get(1)).contains("ERROR").endsWith("the key is refused");
  }

  private List<String> lines() {
    return logged.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
