package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.export.ExportResult.Delivered;
import io.plumbline.export.ExportResult.Parked;
import io.plumbline.export.ExportResult.Refused;
import io.plumbline.export.ExportResult.Retryable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The policy alone, against answers the test gives, on a clock that nobody waits for. */
class DeliveryTest {
  private final ManualTime time = new ManualTime();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
  private final List<List<Integer>> sent = new ArrayList<>();

  @BeforeEach
  void readLog() {
    log.writeTo(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @Test
  void acceptedBatchIsSettledByOneRequest() throws InterruptedException {
    Delivery<Integer> delivery = delivery(batch -> new Delivered(0, ""));

    assertThat(delivery.deliver(List.of(1, 2, 3))).isEqualTo(new Settlement<>(List.of(), 0));

    assertThat(sent).containsExactly(List.of(1, 2, 3));
    assertThat(delivery.counters().exported()).isEqualTo(3);
    assertThat(logged.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void emptyBatchIsSettledWithoutARequest() throws InterruptedException {
    Delivery<Integer> delivery = delivery(batch -> new Delivered(0, ""));

    assertThat(delivery.deliver(List.of())).isEqualTo(new Settlement<>(List.of(), 0));

    assertThat(sent).isEmpty();
  }

  @Test
  void unansweredBatchIsSentAgainAfterGrowingWaits() throws InterruptedException {
    Delivery<Integer> delivery =
        delivery(
            batch ->
                sent.size() <= 8
                    ? new Retryable(null, "no answer from http://collector:4318")
                    : new Delivered(0, ""));

    delivery.deliver(List.of(1, 2));

    assertThat(sent).hasSize(9).containsOnly(List.of(1, 2));
    assertThat(time.sleeps())
        .hasSize(8)
        .satisfies(
            waits -> {
              assertThat(waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
              assertThat(waits.get(3)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
              assertThat(waits.get(7)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
            });
    assertThat(log())
        .satisfiesExactly(
            stopped -> assertThat(stopped).contains("WARN").contains("http://collector:4318"),
            again -> assertThat(again).contains("arrive again, after 8 failed attempts"));
  }

  @Test
  void waitsAreShortAgainAfterAnAnswer() throws InterruptedException {
    Delivery<Integer> delivery =
        delivery(
            batch ->
                sent.size() == 6 || sent.size() == 8
                    ? new Delivered(0, "")
                    : new Retryable(null, "no answer"));

    delivery.deliver(List.of(1));
    delivery.deliver(List.of(2));

    assertThat(time.sleeps()).hasSize(6);
    assertThat(time.sleeps().get(5)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void receiversDelayIsHonoured() throws InterruptedException {
    Delivery<Integer> delivery =
        delivery(
            batch ->
                sent.size() == 1
                    ? new Retryable(Duration.ofSeconds(17), "HTTP 429")
                    : new Delivered(0, ""));

    delivery.deliver(List.of(1));

    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(17));
  }

  @Test
  void delayOfZeroStillBacksOff() throws InterruptedException {
    Delivery<Integer> delivery =
        delivery(
            batch ->
                sent.size() == 1 ? new Retryable(Duration.ZERO, "HTTP 503") : new Delivered(0, ""));

    delivery.deliver(List.of(1));

    assertThat(time.sleeps()).singleElement().isNotEqualTo(Duration.ZERO);
  }

  @Test
  void parkedBatchIsProbedOnceAMinuteAndSaidLoudlyOnce() throws InterruptedException {
    Delivery<Integer> delivery =
        delivery(
            batch -> sent.size() <= 3 ? new Parked("HTTP 401 Unauthorized") : new Delivered(0, ""));

    delivery.deliver(List.of(1, 2));

    assertThat(sent).hasSize(4).containsOnly(List.of(1, 2));
    assertThat(time.sleeps())
        .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
    assertThat(log())
        .satisfiesExactly(
            parked -> assertThat(parked).contains("ERROR traces").contains("HTTP 401"),
            again -> assertThat(again).contains("INFO  traces arrive again"));
  }

  @Test
  void refusedBatchIsSplitUntilTheBadRecordsAreAlone() throws InterruptedException {
    List<Integer> bad = List.of(13, 64);
    Delivery<Integer> delivery =
        delivery(
            batch ->
                batch.stream().anyMatch(bad::contains)
                    ? new Refused("HTTP 400", true)
                    : new Delivered(0, ""));
    List<Integer> batch = IntStream.range(0, 100).boxed().toList();

    assertThat(delivery.deliver(batch)).isEqualTo(new Settlement<>(bad, 0));

    assertThat(sent).doesNotHaveDuplicates();
    assertThat(accepted(bad)).containsExactlyElementsOf(without(batch, bad));
    assertThat(time.sleeps()).isEmpty();
    assertThat(delivery.counters().exported()).isEqualTo(98);
    assertThat(delivery.counters().failed()).containsExactly(Map.entry("refused", 2L));
  }

  @Test
  void batchRefusedAsAWholeIsNotSentAgain() throws InterruptedException {
    Delivery<Integer> delivery = delivery(batch -> new Refused("HTTP 500", false));

    assertThat(delivery.deliver(List.of(1, 2, 3))).isEqualTo(new Settlement<>(List.of(1, 2, 3), 0));

    assertThat(sent).hasSize(1);
  }

  @Test
  void outageWhileSplittingLosesAndRepeatsNothing() throws InterruptedException {
    Delivery<Integer> delivery =
        delivery(
            batch -> {
              if (sent.size() % 3 == 0) {
                return new Retryable(null, "no answer");
              }
              return batch.contains(5) ? new Refused("HTTP 400", true) : new Delivered(0, "");
            });
    List<Integer> batch = IntStream.range(0, 16).boxed().toList();
    List<Integer> arrived = new ArrayList<>();

    Settlement<Integer> settlement = delivery.deliver(batch);

    assertThat(settlement).isEqualTo(new Settlement<>(List.of(5), 0));
    for (int i = 1; i <= sent.size(); i++) {
      if (i % 3 != 0 && !sent.get(i - 1).contains(5)) {
        arrived.addAll(sent.get(i - 1));
      }
    }
    assertThat(arrived).containsExactlyInAnyOrderElementsOf(without(batch, List.of(5)));
  }

  @Test
  void partialSuccessIsCountedAndNotSentAgain() throws InterruptedException {
    Delivery<Integer> delivery = delivery(batch -> new Delivered(2, "too old"));

    assertThat(delivery.deliver(List.of(1, 2, 3))).isEqualTo(new Settlement<>(List.of(), 2));

    assertThat(sent).hasSize(1);
    assertThat(delivery.counters().exported()).isEqualTo(1);
    assertThat(delivery.counters().failed()).containsEntry("rejected", 2L);
    assertThat(log()).singleElement().asString().contains("too old");
  }

  @Test
  void manyRefusalsAreFewLines() throws InterruptedException {
    Delivery<Integer> delivery = delivery(batch -> new Refused("HTTP 400", true));

    for (int i = 0; i < 20; i++) {
      delivery.deliver(IntStream.range(0, 64).boxed().toList());
    }

    assertThat(delivery.counters().failed()).containsEntry("refused", 1280L);
    assertThat(log()).hasSizeLessThan(6);
  }

  @Test
  void inFlightIsWhatIsOfferedAndUnsettled() {
    Delivery<Integer> delivery = delivery(batch -> new Retryable(null, "no answer"));

    delivery.offer(List.of(1, 2, 3));
    delivery.attempt();

    assertThat(delivery.counters().inFlight()).isEqualTo(3);
    delivery.abandon();
    assertThat(delivery.counters().inFlight()).isZero();
    assertThat(delivery.isIdle()).isTrue();
  }

  @Test
  void attemptsInBetweenSendOnlyWhenDue() {
    Delivery<Integer> delivery =
        delivery(batch -> sent.size() == 1 ? new Parked("HTTP 404") : new Delivered(0, ""));
    delivery.offer(List.of(1));

    assertThat(delivery.attempt()).isNull();
    assertThat(delivery.untilDue()).isEqualTo(Duration.ofMinutes(1));
    time.pass(Duration.ofSeconds(59));
    assertThat(delivery.attempt()).isNull();
    assertThat(sent).hasSize(1);
    time.pass(Duration.ofSeconds(1));
    assertThat(delivery.attempt()).isEqualTo(new Settlement<>(List.of(), 0));
    assertThat(delivery.isIdle()).isTrue();
  }

  @Test
  void secondBatchIsNotTakenBeforeTheFirstIsSettled() {
    Delivery<Integer> delivery = delivery(batch -> new Delivered(0, ""));
    delivery.offer(List.of(1));

    assertThatThrownBy(() -> delivery.offer(List.of(2))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void stoppedDeliverySendsWithoutWaiting() throws InterruptedException {
    Delivery<Integer> delivery =
        delivery(
            batch -> batch.contains(1) ? new Delivered(0, "") : new Retryable(null, "no answer"));
    delivery.stop(Duration.ofSeconds(5));

    assertThat(delivery.deliver(List.of(1))).isEqualTo(new Settlement<>(List.of(), 0));
    assertThat(delivery.deliver(List.of(2))).isNull();

    assertThat(time.sleeps()).isEmpty();
    assertThat(sent).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void stoppedDeliveryEndsAtItsDeadline() throws InterruptedException {
    Delivery<Integer> delivery =
        delivery(
            batch -> {
              time.pass(Duration.ofSeconds(2));
              return new Refused("HTTP 400", true);
            });
    delivery.stop(Duration.ofSeconds(5));

    assertThat(delivery.deliver(IntStream.range(0, 100).boxed().toList())).isNull();

    assertThat(sent).hasSize(3);
    assertThat(delivery.counters().inFlight()).isZero();
  }

  @Test
  void stopEndsAWait() throws InterruptedException {
    Delivery<Integer> delivery =
        new Delivery<>(
            OtlpSignal.TRACES,
            batch -> new Parked("HTTP 404"),
            record -> 1,
            new Backoff(new Random(1)),
            ManualTime.PROBE_INTERVAL,
            log);
    Thread stopper = new Thread(() -> delivery.stop(Duration.ofSeconds(5)));

    // On the real clock: it would wait for a minute.
    stopper.start();
    assertThat(delivery.deliver(List.of(1))).isNull();
    stopper.join();
  }

  @Test
  void redirectedBatchGoesToTheOtherReceiverAtOnce() {
    Delivery<Integer> delivery = delivery(batch -> new Parked("HTTP 401"));
    delivery.offer(List.of(1, 2, 3));
    assertThat(delivery.attempt()).isNull();
    ExportCounters before = delivery.counters();
    assertThat(before.inFlight()).isEqualTo(3);

    ExportCounters receiver = new ExportCounters();
    delivery.redirect(batch -> new Delivered(0, ""), receiver);

    assertThat(delivery.untilDue()).isZero();
    assertThat(delivery.attempt()).isEqualTo(new Settlement<>(List.of(), 0));
    assertThat(before.inFlight()).isZero();
    assertThat(before.exported()).isZero();
    assertThat(receiver.exported()).isEqualTo(3);
    assertThat(receiver.inFlight()).isZero();
    assertThat(delivery.counters()).isSameAs(receiver);
  }

  private Delivery<Integer> delivery(Function<List<Integer>, ExportResult> receiver) {
    return new Delivery<>(
        OtlpSignal.TRACES,
        batch -> {
          sent.add(List.copyOf(batch));
          return receiver.apply(batch);
        },
        record -> 1,
        new Backoff(new Random(1)),
        ManualTime.PROBE_INTERVAL,
        log,
        time,
        time);
  }

  private List<Integer> accepted(List<Integer> bad) {
    return sent.stream()
        .filter(batch -> batch.stream().noneMatch(bad::contains))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Integer> without(List<Integer> batch, List<Integer> bad) {
    return batch.stream().filter(record -> !bad.contains(record)).toList();
  }

  private List<String> log() {
    return logged.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
