package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InferenceClockTest {
  private static final Instant START = Instant.parse("2026-07-01T12:00:00Z");

  private final AtomicLong nanoTime = new AtomicLong(7);
  private final SetClock wall = new SetClock();
  private final InferenceClock clock = new InferenceClock(wall.clock(), nanoTime::get);

  @Test
  void durationsAreMonotonicWhateverIsDoneToTheWallClock() {
    long from = clock.nanoTime();
    wall.set(Duration.ofHours(-2));
    nanoTime.addAndGet(1000);

    assertThat(clock.nanoTime() - from).isEqualTo(1000);
  }

  @Test
  void correctedWallClockIsFollowedWithinASecond() {
    wall.set(Duration.ofHours(-2));
    nanoTime.addAndGet(Duration.ofMillis(1500).toNanos());

    assertThat(epochAt(nanoTime.get())).isEqualTo(START.minus(Duration.ofHours(2)));

    wall.set(Duration.ofHours(2));
    nanoTime.addAndGet(Duration.ofMillis(1500).toNanos());
    assertThat(epochAt(nanoTime.get())).isEqualTo(START.plus(Duration.ofHours(2)));
  }

  private Instant epochAt(long nowNanoTime) {
    return Instant.EPOCH.plusNanos(clock.epochNanos(nowNanoTime));
  }

  /** Stands where it is set. */
  private static final class SetClock {
    private Instant now = START;

    void set(Duration fromStart) {
      now = START.plus(fromStart);
    }

    Clock clock() {
      return new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }
      };
    }
  }
}
