package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waitsDoubleUpToThirtySeconds() {
    Backoff backoff = new Backoff(new Random(7));

    for (long longest : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
      Duration limit = Duration.ofSeconds(longest);
      assertThat(backoff.next()).isBetween(limit.dividedBy(2), limit);
    }
  }

  @Test
  void resetStartsOver() {
    Backoff backoff = new Backoff(new Random(7));
    Stream.generate(backoff::next).limit(6).forEach(wait -> {});

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void twoServersDoNotWaitTheSame() {
    assertThat(new Backoff(new Random(1)).next()).isNotEqualTo(new Backoff(new Random(2)).next());
  }
}
