package com.acme.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void quantilesAreThoseOfASortedListWithinTheWidthOfABucket() {
    Random random = new Random(7);
    long[] nanos = random.longs(10_000, 0, 50_000_000_000L).toArray();
    Arrays.stream(nanos).forEach(latencies::note);
    Arrays.sort(nanos);

    for (double share : new double[] {0.001, 0.5, 0.99, 0.999, 1}) {
      long exact = nanos[(int) Math.ceil(share * nanos.length) - 1];
      assertThat(latencies.quantile(share)).isCloseTo(exact, within(exact / 60 + 1));
    }
    assertThat(latencies.max()).isEqualTo(nanos[nanos.length - 1]);
  }

  @Test
  void shortOnesAreExact() {
    for (long nanos = 0; nanos < 64; nanos++) {
      latencies.note(nanos);
    }

    assertThat(latencies.quantile(0.5)).isEqualTo(31);
    assertThat(latencies.quantile(1)).isEqualTo(63);
  }

  @Test
  void ofNoneIsZero() {
    assertThat(latencies.quantile(0.5)).isZero();
    assertThat(latencies.max()).isZero();
  }

  @Test
  void thoseOfTwoThreadsAreTakenTogether() {
    Latencies other = new Latencies();
    latencies.note(10);
    other.note(20);
    other.note(30);

    latencies.add(other);

    assertThat(latencies.quantile(0.5)).isEqualTo(20);
    assertThat(latencies.max()).isEqualTo(30);
  }

  @Test
  void whatIsBeyondEveryBucketCountsAllTheSame() {
    latencies.note(Long.MAX_VALUE);
    latencies.note(-5);

    assertThat(latencies.quantile(0.1)).isZero();
    assertThat(latencies.max()).isEqualTo(Long.MAX_VALUE);
  }
}
