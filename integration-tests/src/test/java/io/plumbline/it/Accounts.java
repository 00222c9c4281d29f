package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.CumulativeStreams;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedTelemetry;
import io.plumbline.it.harness.StreamCounts;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What hosts wrote down of their calls, held against what arrived of them. */
final class Accounts {
  private final LedgerHosts hosts;
  private final Supplier<CumulativeStreams> streams;
  private final DeliveredInferences delivered;

  private Accounts(
      LedgerHosts hosts, DeliveredInferences delivered, Supplier<CumulativeStreams> streams) {
    this.hosts = hosts;
    this.delivered = delivered;
    this.streams = streams;
  }

  Accounts(LedgerHosts hosts, ReceivedTelemetry received) {
    this(hosts, LedgerHosts.delivered(received), () -> CumulativeStreams.of(received));
  }

  /** Of a receiver that keeps nothing itself, from now on. */
  static Accounts keptInsteadOf(OtlpReceiver receiver, LedgerHosts hosts) {
    DeliveredInferences delivered = LedgerHosts.delivered(List::of);
    CumulativeStreams streams = CumulativeStreams.of(List::of);
    receiver.handTo(
        message -> {
          delivered.read(message);
          streams.read(message);
        });
    return new Accounts(hosts, delivered, () -> streams);
  }

  DeliveredInferences delivered() {
    return delivered;
  }

  /** Of all streams, by their newest metrics. */
  StreamCounts counts() {
    return delivered.total();
  }

  /**
   * Waits for a loss: of calls that were not counted, or of the spans of some that were. Which of
   * the two comes first depends on how fast the relay counts.
   */
  void awaitLost(String reason, long atLeast) {
    Await.that(
        Await.DEFAULT_LIMIT,
        () -> lost(counts(), reason) >= atLeast,
        () -> atLeast + " lost as " + reason + ": " + this);
  }

  private static long lost(StreamCounts counts, String reason) {
    return counts.dropped().getOrDefault(reason, 0L)
        + counts.spansDropped().getOrDefault(reason, 0L);
  }

  /** Of all hosts that came as far as to have one. */
  List<InferenceLedger> ledgers() {
    return IntStream.rangeClosed(1, hosts.runs())
        .filter(hosts::hasLedger)
        .mapToObj(hosts::ledger)
        .toList();
  }

  long returned() {
    return ledgers().stream().mapToLong(InferenceLedger::returned).sum();
  }

  /**
   * Once everything has arrived: no call failed; every one that was made is counted once, or
   * dropped by name; of those counted, every one has a span, or its loss has a name.
   *
   * @param inCalls threads that may have been stopped in the midst of a call
   */
  void assertExact(long inCalls) {
    assertExact(inCalls, 0);
  }

  /**
   * As {@link #assertExact(long)}, and some arrived of which the sender could not know: it was
   * killed before the answer, or did not wait so long. Lost afterwards, they are counted as lost.
   *
   * @param mayBeBoth spans that may have arrived, and be counted as lost
   */
  void assertExact(long inCalls, long mayBeBoth) {
    CumulativeStreams ignored = streams.get(); // throws when a count went back
    for (InferenceLedger ledger : ledgers()) {
      assertThat(ledger.failed()).as("failed calls of run %d", ledger.run()).isZero();
      assertThat(delivered.beyond(ledger)).hasSizeLessThanOrEqualTo(ledger.threads());
    }
    assertThat(delivered.streams().values())
        .allSatisfy(counts -> assertThat(counts.addsUp()).as("%s", counts).isTrue());
    StreamCounts counts = counts();
    long returned = returned();
    assertThat(counts.made()).as("%s", counts).isBetween(returned, returned + inCalls);
    // Of those that were lost before they were counted, spans are lost as well.
    assertThat(delivered.ids().size() + counts.spansDroppedInAll())
        .as("%s, without spans by run: %s", counts, withoutSpans())
        .isBetween(counts.counted(), counts.made() + mayBeBoth);
  }

  private List<Integer> withoutSpans() {
    return ledgers().stream().map(ledger -> delivered.missing(ledger).size()).toList();
  }

  @Override
  public String toString() {
    return returned()
        + " returned, "
        + delivered.ids().size()
        + " spans, "
        + delivered.duplicates()
        + " twice, "
        + counts();
  }
}
