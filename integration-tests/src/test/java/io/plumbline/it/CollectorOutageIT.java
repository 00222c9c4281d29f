package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Http2Page;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpAttempt;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.OtlpRequest;
import io.plumbline.it.harness.ResettingServer;
import io.plumbline.it.harness.StreamCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the receiver answers, or does not: every inference arrives once it is well again,
 * without a restart, nothing is sent again that must not be, and the counts add up. Hosts mostly
 * wait here, so that they run beside each other.
 */
@Tag("outage")
@Execution(ExecutionMode.CONCURRENT)
class CollectorOutageIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

  /** The first wait is a second, and of that between half and all. */
  private static final Duration BACKOFF = Duration.ofMillis(500);

  private static final Answer.Page LOGIN =
      new Answer.Page(Map.of("Content-Type", "text/html"), "<!DOCTYPE html><html>Log in</html>");

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  /** Each JDK and each protocol; every pair of them with {@code -Dplumbline.it.outage=full}. */
  static Stream<Arguments> hosts() {
    boolean full = "full".equals(System.getProperty("plumbline.it.outage"));
    List<Jdk> jdks = Jdks.installed().toList();
    return jdks.stream()
        .flatMap(
            jdk ->
                Stream.of(OtlpProtocol.values())
                    .filter(
                        protocol ->
                            full
                                || jdks.size() < 2
                                || jdk.equals(jdks.get(0)) == (protocol == OtlpProtocol.GRPC))
                    .map(protocol -> Arguments.of(jdk, protocol)));
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("hosts")
  void temporaryAnswersAreWaitedOutAndTheSameIsSentAgain(Jdk jdk, OtlpProtocol protocol) {
    try (Outage outage = new Outage(jdk, protocol)) {
      Duration asked = Duration.ofSeconds(2);
      outage.sendsTheSameAfter(asked, Answer.unavailable().retryAfter(asked));
      outage.sendsTheSameAfter(asked, Answer.overloaded(asked));
      if (protocol == OtlpProtocol.HTTP) {
        outage.sendsTheSameAfter(asked, Answer.unavailable().retryAtDate(asked));
        outage.sendsTheSameAfter(BACKOFF, Answer.unavailable().retryAfter(Duration.ZERO));
        outage.sendsTheSameAfter(BACKOFF, Answer.refuse(429, Status.Code.UNKNOWN));
        outage.sendsTheSameAfter(BACKOFF, Answer.refuse(502, Status.Code.UNKNOWN));
        outage.sendsTheSameAfter(BACKOFF, Answer.refuse(504, Status.Code.UNKNOWN));
      } else {
        for (Status.Code code :
            List.of(
                Status.Code.CANCELLED,
                Status.Code.DEADLINE_EXCEEDED,
                Status.Code.ABORTED,
                Status.Code.OUT_OF_RANGE,
                Status.Code.DATA_LOSS)) {
          outage.sendsTheSameAfter(BACKOFF, Answer.refuse(500, code));
        }
      }

      outage.endsWith(Set.of(), 0);
    }
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("hosts")
  void waitsGrowWhileNothingChanges(Jdk jdk, OtlpProtocol protocol) {
    try (Outage outage = new Outage(jdk, protocol)) {
      Answer busy = Answer.unavailable();
      receiver.answerNext(OtlpRequest::isOfTraces, busy, busy, busy);

      OtlpAttempt first = outage.awaitAnswered(busy);
      OtlpAttempt second = receiver.awaitNext(first);
      OtlpAttempt third = receiver.awaitNext(second);
      OtlpAttempt fourth = receiver.awaitNext(third);

      assertThat(second.since(first)).isGreaterThanOrEqualTo(BACKOFF);
      assertThat(third.since(second)).isGreaterThanOrEqualTo(BACKOFF.multipliedBy(2));
      assertThat(fourth.since(third)).isGreaterThanOrEqualTo(BACKOFF.multipliedBy(4));
      assertThat(fourth.carriesTheSameAs(first)).isTrue();
      outage.endsWith(Set.of(), 0);
    }
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("hosts")
  void receiverThatIsDownOrBreaksOrHangsIsFoundAgain(Jdk jdk, OtlpProtocol protocol) {
    try (Outage outage = new Outage(jdk, protocol)) {
      receiver.goAway();
      outage.makes(300);
      receiver.comeBack();
      outage.everythingArrives();

      receiver.goAway();
      try (ResettingServer resetting = ResettingServer.at(receiver.port(protocol))) {
        outage.makes(300);
        Await.that(
            Await.DEFAULT_LIMIT,
            () -> resetting.acceptedNanos().size() > 2,
            () -> "connections " + resetting.acceptedNanos());
      }
      receiver.comeBack();
      outage.everythingArrives();

      Answer never = Answer.unavailable().after(Duration.ofMinutes(5));
      // The agent's time runs from before the request is here.
      outage.sendsTheSameAfter(TIMEOUT.plus(BACKOFF.dividedBy(2)), never);
      outage.everythingArrives();

      Answer slow = Answer.accept().after(TIMEOUT.dividedBy(2));
      receiver.answer(request -> slow);
      outage.makes(1000);
      outage.everythingArrives();

      outage.endsWith(Set.of(), 0);
    }
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("hosts")
  void batchIsSplitUntilTheBadRecordIsAlone(Jdk jdk, OtlpProtocol protocol) {
    try (Outage outage = new Outage(jdk, protocol)) {
      long bad = outage.idOfACallToCome();
      receiver.answer(request -> has(request, bad) ? Answer.badData() : Answer.accept());
      OtlpAttempt alone =
          receiver.awaitAttempt(
              attempt -> ids(attempt.request()).equals(Set.of(bad)), "the bad record alone");
      outage.everythingArrivesBut(Set.of(bad));

      List<OtlpAttempt> refused =
          receiver.attempts().stream().filter(attempt -> has(attempt.request(), bad)).toList();
      assertThat(refused).last().isEqualTo(alone);
      assertThat(refused).extracting(attempt -> ids(attempt.request())).doesNotHaveDuplicates();

      // As a server with a limit says it, in either protocol.
      int limit = 50_000;
      receiver.answer(
          request ->
              request.isOfTraces() && request.encodedBytes() > limit
                  ? Answer.refuse(413, Status.Code.RESOURCE_EXHAUSTED)
                  : Answer.accept());
      outage.makes(1000);
      outage.everythingArrivesBut(Set.of(bad));
      assertThat(outage.refusedTraces())
          .extracting(attempt -> ids(attempt.request()))
          .doesNotHaveDuplicates();

      outage.endsWith(Set.of(bad), 1);
    }
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("hosts")
  void partialSuccessIsCountedAndNeverSentAgain(Jdk jdk, OtlpProtocol protocol) {
    try (Outage outage = new Outage(jdk, protocol)) {
      Answer partial = Answer.partialSuccess(3, "too old");
      Answer garbage = Answer.accept().page(new Answer.Page(Map.of(), "no protobuf"));
      receiver.answerNext(OtlpRequest::isOfTraces, partial, garbage);

      OtlpAttempt first = outage.awaitAnswered(partial);
      OtlpAttempt second = outage.awaitAnswered(garbage);
      OtlpAttempt third = receiver.awaitNext(second);

      assertThat(ids(second.request())).doesNotContainAnyElementsOf(ids(first.request()));
      assertThat(ids(third.request())).doesNotContainAnyElementsOf(ids(second.request()));
      assertThat(outage.log()).contains("too old");
      outage.endsWith(Set.of(), 3);
    }
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("hosts")
  void whatIsNotAcceptedAtAllIsParkedAndProbed(Jdk jdk, OtlpProtocol protocol) {
    try (Outage outage = new Outage(jdk, protocol)) {
      Answer wrongToken = Answer.unauthenticated();
      receiver.answer(request -> request.isOfTraces() ? wrongToken : Answer.accept());
      OtlpAttempt first = outage.awaitAnswered(wrongToken);
      OtlpAttempt second = receiver.awaitNext(first);
      OtlpAttempt third = receiver.awaitNext(second);
      receiver.answer(request -> Answer.accept());
      outage.everythingArrives();

      assertThat(second.since(first)).isGreaterThanOrEqualTo(PROBE_INTERVAL);
      assertThat(third.since(second)).isGreaterThanOrEqualTo(PROBE_INTERVAL);
      assertThat(third.carriesTheSameAs(first)).isTrue();
      assertThat(outage.log().lines().filter(line -> line.contains("not accepted at all")))
          .singleElement()
          .asString()
          .contains("ERROR traces");
      assertThat(outage.log()).contains("traces arrive again");

      outage.sendsTheSameAfter(PROBE_INTERVAL, Answer.refuse(403, Status.Code.PERMISSION_DENIED));
      outage.sendsTheSameAfter(PROBE_INTERVAL, Answer.refuse(404, Status.Code.UNIMPLEMENTED));
      if (protocol == OtlpProtocol.HTTP) {
        Answer.Page elsewhere = new Answer.Page(Map.of("Location", "http://127.0.0.1:1/"), "");
        outage.sendsTheSameAfter(
            PROBE_INTERVAL, Answer.refuse(302, Status.Code.UNKNOWN).page(elsewhere));
        // Success in the eyes of HTTP; the receiver counts it as accepted, so that all of it comes
        // again.
        Answer login = Answer.accept().page(LOGIN);
        outage.sendsTheSameAfter(PROBE_INTERVAL, login);
      } else {
        receiver.goAway();
        try (Http2Page page = Http2Page.at(receiver.port(protocol), 200, LOGIN)) {
          Await.that(
              Await.DEFAULT_LIMIT, () -> page.requests() > 2, () -> "requests " + page.requests());
        }
        receiver.comeBack();
      }

      outage.everythingArrives();
      outage.awaitCounted(outage.ledger().returned());
      outage.ends(Set.of(), 0);
    }
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("hosts")
  void oneSignalDoesNotHoldUpTheOther(Jdk jdk, OtlpProtocol protocol) {
    try (Outage outage = new Outage(jdk, protocol)) {
      receiver.answer(request -> request.isOfTraces() ? Answer.unauthenticated() : Answer.accept());
      outage.awaitAnswered(Answer.unauthenticated());
      long made = outage.makes(300);
      outage.awaitCounted(made);
      assertThat(outage.delivered.missing(outage.ledger())).isNotEmpty();

      receiver.answer(request -> request.isOfTraces() ? Answer.accept() : Answer.unavailable());
      outage.everythingArrives();
      outage.makes(300);
      outage.everythingArrives();
      assertThat(outage.delivered.total().counted()).isLessThan(outage.ledger().returned());

      receiver.answer(request -> Answer.accept());
      outage.awaitCounted(outage.ledger().returned());
      outage.endsWith(Set.of(), 0);
    }
  }

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("hosts")
  void bigFeaturesAreCutIntoRequestsThatServersTake(Jdk jdk, OtlpProtocol protocol) {
    int pictures = 60;
    receiver.answer(
        request ->
            request.encodedBytes() > 4 << 20
                ? Answer.refuse(413, Status.Code.RESOURCE_EXHAUSTED)
                : Answer.accept());
    HostJvm host =
        ScoringHosts.observed(
                HostJvm.on(jdk)
                    .flags("-Xmx256m", "-XX:TieredStopAtLevel=1")
                    .testClasses()
                    .main("io.plumbline.it.host.PixelScoring", String.valueOf(pictures), "20000")
                    .directory(directory)
                    .agent(
                        """
                        capture: {max_values_per_row: 20000}
                        methods:
                          - class: com.acme.PixelScorer
                            method: score
                            features: arg0
                            prediction: {score: return}
                        """),
                "pictures",
                receiver,
                protocol)
            .start();
    try (host) {
      Set<Object> scores =
          receiver.awaitSpans(pictures).stream()
              .map(span -> span.attribute("ml.prediction.score"))
              .collect(Collectors.toSet());

      assertThat(scores)
          .isEqualTo(
              LongStream.rangeClosed(1, pictures)
                  .mapToObj(score -> (Object) (double) score)
                  .collect(Collectors.toSet()));
      assertThat(receiver.spans()).hasSize(pictures);
      assertThat(receiver.attempts())
          .allMatch(OtlpAttempt::accepted)
          .filteredOn(attempt -> attempt.request().isOfTraces())
          .hasSizeGreaterThan(pictures / 4)
          .allMatch(attempt -> attempt.request().encodedBytes() <= 1 << 20);
    }
  }

  private static Set<Long> ids(OtlpRequest request) {
    return LedgerHosts.ids(request.message());
  }

  private static boolean has(OtlpRequest request, long id) {
    return request.isOfTraces() && ids(request).contains(id);
  }

  /** A host that makes calls all the time, and what arrives of it. */
  private final class Outage implements AutoCloseable {
    private static final int CALLS_PER_SECOND = 600;

    final LedgerHosts hosts;
    final DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    private final HostJvm host;

    Outage(Jdk jdk, OtlpProtocol protocol) {
      hosts =
          new LedgerHosts(directory, receiver, protocol)
              .configured(
                  "export: {timeout: "
                      + TIMEOUT.toMillis()
                      + "ms, probe_interval: "
                      + PROBE_INTERVAL.toMillis()
                      + "ms, shutdown_timeout: 60s}\n");
      host = hosts.next(jdk, 1, CALLS_PER_SECOND).start();
      host.awaitOutput("scoring");
      receiver.awaitSpans(1);
    }

    InferenceLedger ledger() {
      return hosts.ledger(1);
    }

    String log() {
      return host.ownLogs();
    }

    /** Waits until it has made so many more calls. */
    long makes(int more) {
      long enough = ledger().returned() + more;
      hosts.awaitCalls(enough);
      return enough;
    }

    /** Of the only thread. */
    long idOfACallToCome() {
      return ledger().ids().max().orElse(0) + CALLS_PER_SECOND;
    }

    OtlpAttempt awaitAnswered(Answer answer) {
      return receiver.awaitAttempt(
          attempt -> attempt.request().isOfTraces() && attempt.answer().equals(answer),
          "traces answered " + answer);
    }

    /** The next request for spans is answered so; the one after it carries the same. */
    void sendsTheSameAfter(Duration wait, Answer answer) {
      receiver.answerNext(OtlpRequest::isOfTraces, answer);
      OtlpAttempt turnedDown = awaitAnswered(answer);
      OtlpAttempt again = receiver.awaitNext(turnedDown);

      assertThat(again.carriesTheSameAs(turnedDown)).as("the same after %s", answer).isTrue();
      assertThat(again.since(turnedDown)).as("wait after %s", answer).isGreaterThanOrEqualTo(wait);
    }

    List<OtlpAttempt> refusedTraces() {
      return receiver.attempts().stream()
          .filter(attempt -> attempt.request().isOfTraces() && !attempt.accepted())
          .toList();
    }

    void everythingArrives() {
      everythingArrivesBut(Set.of());
    }

    void everythingArrivesBut(Set<Long> lost) {
      InferenceLedger now = ledger();
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> lost.containsAll(delivered.missing(now)),
          () -> "of " + now.returned() + " without " + some(delivered.missing(now)));
      assertThat(delivered.missing(now)).isEqualTo(lost);
    }

    private static String some(Set<Long> ids) {
      return ids.size() + ", from " + ids.stream().limit(10).toList();
    }

    void awaitCounted(long atLeast) {
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> delivered.total().counted() >= atLeast,
          () -> atLeast + " counted: " + delivered.total());
    }

    /** As {@link #ends}, and nothing came twice unless an answer was lost on its way. */
    void endsWith(Set<Long> lost, int rejected) {
      ends(lost, rejected);
      boolean answerLost = log().contains("no answer from");
      assertThat(delivered.duplicates() == 0 || answerLost)
          .as("%d came twice", delivered.duplicates())
          .isTrue();
    }

    /**
     * The host ends; nothing but this is missing, and its last metrics say so.
     *
     * @param rejected spans that the receiver said it dropped, or refused
     */
    void ends(Set<Long> lost, int rejected) {
      everythingArrivesBut(lost); // at its end it does not wait for what is to be sent again later
      hosts.stop(1);
      host.awaitExit(Await.DEFAULT_LIMIT);
      InferenceLedger end = ledger();
      everythingArrivesBut(lost);
      assertThat(end.failed()).isZero();
      StreamCounts total = delivered.total();
      assertThat(total.addsUp()).as("%s", total).isTrue();
      assertThat(total.counted()).isEqualTo(end.returned());
      assertThat(total.droppedInAll()).isZero();
      assertThat(total.spansDropped())
          .allSatisfy(
              (reason, count) ->
                  assertThat(count)
                      .as("%s", reason)
                      .isEqualTo(reason.equals("rejected") ? rejected : 0));
    }

    @Override
    public void close() {
      host.close();
    }
  }
}
