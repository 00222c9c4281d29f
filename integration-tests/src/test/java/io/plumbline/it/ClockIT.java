package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.FakeTime;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.ReceivedSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sets the clock of the machine by hours, forward and back, and nothing comes of it. */
@Tag("clock")
@RealBackends
class ClockIT {
  private static final int THREADS = 4;
  private static final int PER_SECOND = 200;
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  void nothingAgesAndNothingWaits(Jdk jdk) {
    FakeTime clock = new FakeTime(directory);
    LedgerHosts hosts =
        new LedgerHosts(directory, receiver, OtlpProtocol.HTTP)
            .patient()
            .configured("spool: {directory: plumbline, max_age: 1h}\n");
    Accounts accounts = new Accounts(hosts, receiver);
    receiver.answer(request -> Answer.unavailable());
    try (HostJvm host = clock.over(hosts.next(jdk, THREADS, PER_SECOND)).start()) {
      host.awaitOutput("scoring");
      for (Duration by : List.of(TWO_HOURS, TWO_HOURS.negated(), Duration.ZERO, TWO_HOURS)) {
        awaitMoreCalls(hosts);
        clock.set(by);
      }
      awaitMoreCalls(hosts);
      host.kill9();
    }
    clock.set(TWO_HOURS.negated());
    try (HostJvm next = clock.over(hosts.next(jdk, THREADS, PER_SECOND)).start()) {
      next.awaitOutput("scoring");
      awaitMoreCalls(hosts);
      clock.set(TWO_HOURS);
      awaitMoreCalls(hosts);
      receiver.answer(request -> Answer.accept());
      hosts.awaitOnlyOneStream();
      awaitDelivered(accounts, hosts.ledger(2)); // to whoever comes next, it would be hours old
      assertThat(next.stderr()).isEmpty();
      next.kill9();
    }
    hosts.finish(jdk, clock::over);
    System.out.println(jdk + ": " + accounts);
    accounts.assertExact(2 * THREADS);
    assertThat(accounts.counts().droppedInAll()).isLessThanOrEqualTo(2 * THREADS);
    // What was half written when a host was killed has no span either.
    assertThat(accounts.counts().spansDroppedInAll()).isLessThanOrEqualTo(2 * THREADS);
    assertThat(receiver.spans()).extracting(ClockIT::duration).allSatisfy(ClockIT::isOfACall);
  }

  private static void awaitDelivered(Accounts accounts, InferenceLedger ledger) {
    Await.that(
        Await.DEFAULT_LIMIT,
        () -> accounts.delivered().missing(ledger).isEmpty(),
        () -> accounts.delivered().explanation(ledger));
  }

  private static void awaitMoreCalls(LedgerHosts hosts) {
    // Two seconds of them: whoever looks at the clock once a second has looked.
    hosts.awaitMoreCalls(2L * THREADS * PER_SECOND);
  }

  private static Duration duration(ReceivedSpan span) {
    return Duration.ofNanos(span.span().getEndTimeUnixNano() - span.span().getStartTimeUnixNano());
  }

  /** However slow the machine is. */
  private static void isOfACall(Duration duration) {
    assertThat(duration).isBetween(Duration.ZERO, Duration.ofMinutes(5));
  }
}
