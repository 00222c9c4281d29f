package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private final ManualClock wall = new ManualClock();
  private final Instant start = wall.instant();
  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final Clock clock = new SteadyClock(wall, nanoTime::get);

  @Test
  void startsAtTheWallClockAndGoesOnWithTheMonotonicOne() {
    nanoTime.addAndGet(Duration.ofSeconds(90).toNanos());

    assertThat(clock.instant()).isEqualTo(start.plusSeconds(90));
    assertThat(clock.millis()).isEqualTo(start.plusSeconds(90).toEpochMilli());
  }

  @Test
  void wallClockThatIsSetChangesNothing() {
    wall.advance(Duration.ofHours(-2));
    assertThat(clock.instant()).isEqualTo(start);

    wall.advance(Duration.ofHours(4));
    assertThat(clock.millis()).isEqualTo(start.toEpochMilli());
  }
}
