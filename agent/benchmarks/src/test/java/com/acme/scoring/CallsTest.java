package com.acme.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CallsTest {
  @Test
  void burstsAreOfAThousandCallsUntimed() {
    Calls calls = new Calls(Load.parse("pace=bursts", "millis=1"), () -> 1).call();

    assertThat(calls.made).isPositive().matches(made -> made % 1000 == 0);
    assertThat(calls.latencies.max()).isZero();
    assertThat(calls.sink()).isEqualTo((double) calls.made);
  }

  @Test
  void everyCallOfAClosedLoopIsTimed() {
    Calls calls = new Calls(Load.parse("pace=closed", "millis=5"), () -> 1).call();

    assertThat(calls.latencies.max()).isPositive();
    assertThat(calls.cpuNanos).isPositive();
  }

  @Test
  void openLoopMakesNoMoreCallsThanAreDue() {
    Calls calls = new Calls(Load.parse("pace=open", "rate=1000", "millis=50"), () -> 1).call();

    assertThat(calls.made).isBetween(1L, 50L);
  }

  @Test
  void failedCallsAreCounted() {
    Calls calls =
        new Calls(
                Load.parse("pace=open", "rate=1000", "millis=20"),
                () -> {
                  throw new IllegalStateException();
                })
            .call();

    assertThat(calls.failed).isEqualTo(calls.made).isPositive();
  }

  @Test
  void outcomeIsWhatAllThreadsDid() {
    Calls one = new Calls(Load.parse("pace=open", "rate=1000", "millis=20"), () -> 0).call();
    Calls other = new Calls(Load.parse("pace=open", "rate=1000", "millis=20"), () -> 0).call();

    assertThat(new Outcome(List.of(one, other)).json(17, 4))
        .startsWith("{\"made\":" + (one.made + other.made) + ",\"failed\":0,\"wallNanos\":17")
        .contains("\"max\":" + Math.max(one.latencies.max(), other.latencies.max()));
  }
}
