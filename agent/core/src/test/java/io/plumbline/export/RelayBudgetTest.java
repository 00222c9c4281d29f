package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RelayBudgetTest {
  private final ManualTime time = new ManualTime();
  private long cpuNanos;

  @Test
  void workWithinTheShareWaitsForNothing() {
    RelayBudget budget = started(0.5);

    for (int i = 0; i < 100; i++) {
      time.pass(Duration.ofMillis(60));
      assertThat(work(budget, 100, 40)).isZero();
    }
  }

  @Test
  void workThatNeverEndsGetsItsShare() {
    for (double share : new double[] {0.01, 0.1, 0.5, 0.9}) {
      RelayBudget budget = started(share);
      long from = time.getAsLong();
      long cpuFrom = cpuNanos;

      while (time.getAsLong() - from < Duration.ofMinutes(10).toNanos()) {
        time.pass(Duration.ofNanos(work(budget, 0, 50)));
      }

      double taken = (double) (cpuNanos - cpuFrom) / (time.getAsLong() - from);
      assertThat(taken).isBetween(share * 0.95, share * 1.05);
      assertThat(budget.utilization()).isBetween(share * 0.5, share * 1.5);
    }
  }

  @Test
  void timeInWhichItWasIdleIsNotSavedUpWithoutEnd() {
    RelayBudget budget = started(0.1);
    time.pass(Duration.ofHours(1));
    assertThat(budget.pauseNanos(cpuNanos)).isZero();

    assertThat(work(budget, 0, 100)).isZero();
    assertThat(work(budget, 0, 100)).isPositive();
  }

  @Test
  void wholeCoreIsNoBound() {
    RelayBudget budget = started(1);

    for (int i = 0; i < 100; i++) {
      assertThat(work(budget, 0, 50)).isZero();
    }
  }

  @Test
  void otherShareCountsAtOnce() {
    RelayBudget budget = started(1);
    budget.change(0.1);
    time.pass(Duration.ofSeconds(10));
    assertThat(work(budget, 0, 1000)).isBetween(1L, Duration.ofSeconds(10).toNanos());
  }

  /** On Linux the thread's own time, which passes as it works. */
  @Test
  void threadsTimeIsWhatItWorked() throws Exception {
    try (ThreadCpuTime own = Objects.requireNonNull(ThreadCpuTime.ofThisThread())) {
      long before = own.nanos();
      long spins = 0;
      while (own.nanos() - before < Duration.ofMillis(20).toNanos()) {
        spins++;
      }

      assertThat(spins).isPositive();
      assertThat(own.nanos()).isGreaterThan(before);
    }
  }

  private RelayBudget started(double share) {
    RelayBudget budget = new RelayBudget(share, time);
    budget.start(cpuNanos);
    return budget;
  }

  /** Works so long, on a core of its own, of what passes. */
  private long work(RelayBudget budget, long idleMillis, long cpuMillis) {
    time.pass(Duration.ofMillis(Math.max(idleMillis, 0)));
    time.pass(Duration.ofMillis(cpuMillis));
    cpuNanos += Duration.ofMillis(cpuMillis).toNanos();
    return budget.pauseNanos(cpuNanos);
  }
}
