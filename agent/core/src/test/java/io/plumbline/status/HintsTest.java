package io.plumbline.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.status.ReceiverFacts.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HintsTest {
  private static final SamplingFacts SAMPLED = new SamplingFacts(1000, 0, 0);

  @Test
  void serverThatIsWellHasNone() {
    assertThat(Hints.of(Statuses.status(Statuses.well()))).isEmpty();
  }

  @Test
  void receiverThatWantsAnotherKeyNamesTheHeaders() {
    Hint hint = only(receivers(State.PARKED, "HTTP 401 Unauthorized"));

    assertThat(hint.code()).isEqualTo("receiver_refuses_key");
    assertThat(hint.text()).contains("401", "export.headers");
    assertThat(hint.problem()).isTrue();
  }

  @Test
  void receiverThatIsNotThereNamesTheEndpoint() {
    assertThat(only(receivers(State.PARKED, "HTTP 404 Not Found")).text())
        .contains("404", "export.endpoint", "export.protocol");
    assertThat(only(receivers(State.PARKED, "PERMISSION_DENIED: no")).code())
        .isEqualTo("receiver_refuses_key");
    assertThat(only(receivers(State.RETRYING, "no answer: Connection refused")))
        .satisfies(
            hint -> {
              assertThat(hint.code()).isEqualTo("receiver_unreachable");
              assertThat(hint.text())
                  .contains("http://collector:4318/v1/traces", "Connection refused", "waits");
            });
  }

  @Test
  void largestLossIsNamedWithWhatHelps() {
    AgentStatus status =
        Statuses.status(
            Statuses.pipeline(Map.of(DropReason.RING_FULL, 1000L), SAMPLED, Statuses.SPOOL));
    AgentStatus some =
        Statuses.status(
            Statuses.pipeline(
                Map.of(DropReason.RING_FULL, 1L, DropReason.IN_FLIGHT_LIMIT, 7L),
                SAMPLED,
                Statuses.SPOOL));

    assertThat(only(status).text()).startsWith("All 1,000 inferences").contains("spool.ring_size");
    assertThat(Hints.of(some))
        .extracting(Hint::code)
        .containsExactly("dropped_in_flight_limit", "dropped_ring_full");
    assertThat(Hints.of(some).get(0).text()).startsWith("7 of 1,000 inferences");
  }

  @Test
  void everyReasonHasAdvice() {
    for (DropReason reason : DropReason.values()) {
      AgentStatus status =
          Statuses.status(Statuses.pipeline(Map.of(reason, 3L), SAMPLED, Statuses.SPOOL));

      assertThat(only(status).text()).contains(reason.attributeValue()).endsWith(".");
    }
  }

  @Test
  void streamsWhoseKeyIsMissingAreSaid() {
    SpoolFacts spool =
        new SpoolFacts(
            "/spool", "mapped", "auto", true, 8, 512, Duration.ofSeconds(1), 10, 0, 8, null, 2);
    AgentStatus status = Statuses.status(Statuses.pipeline(Map.of(), SAMPLED, spool));

    assertThat(only(status).code()).isEqualTo("spool_without_key");
    assertThat(only(status).text()).startsWith("2 streams").contains("old_keys");
  }

  @Test
  void sampledOutIsSaidWithWhoDecided() {
    AgentStatus byCaller =
        Statuses.status(
            Statuses.pipeline(Map.of(), new SamplingFacts(0, 1000, 990), Statuses.SPOOL));
    AgentStatus byRatio =
        Statuses.status(Statuses.pipeline(Map.of(), new SamplingFacts(0, 1000, 0), Statuses.SPOOL));

    assertThat(only(byCaller).code()).isEqualTo("caller_not_sampled");
    assertThat(only(byRatio).code()).isEqualTo("all_sampled_out");
  }

  @Test
  void classThatNeverCameIsNamedWithTheNearestOne() {
    NearMiss near =
        new NearMiss(
            "java",
            "com.acme.Scorer.score(int)",
            "class com.acme.ml.Scorer",
            "its package is another one");
    AgentStatus status =
        Statuses.status(
            null,
            List.of(
                new LibraryFacts(
                    "java", false, List.of(Statuses.configured(HookFacts.State.WAITING)))),
            near);

    assertThat(only(status).code()).isEqualTo("no_such_class");
    assertThat(only(status).text())
        .contains("com.acme.Scorer has been loaded", "com.acme.ml.Scorer", "another");
  }

  @Test
  void methodThatIsNotThereIsNamedWithWhatIs() {
    NearMiss near =
        new NearMiss(
            "java",
            "com.acme.Scorer.score(int)",
            "com.acme.Scorer",
            "the class declares score(java.util.Map)");
    AgentStatus status =
        Statuses.status(
            null,
            List.of(
                new LibraryFacts(
                    "java", false, List.of(Statuses.configured(HookFacts.State.MATCHED)))),
            near);

    assertThat(only(status).code()).isEqualTo("no_such_method");
    assertThat(only(status).text()).contains("score(int)", "score(java.util.Map)");
  }

  @Test
  void serverWithoutAKnownLibraryIsToldOfMethods() {
    HookFacts waiting =
        new HookFacts(
            "ai.onnxruntime.OrtSession",
            "Run",
            "inference",
            false,
            HookFacts.State.WAITING,
            null,
            List.of());
    AgentStatus status =
        Statuses.status(null, List.of(new LibraryFacts("onnxruntime", false, List.of(waiting))));

    assertThat(only(status).code()).isEqualTo("nothing_loaded");
    assertThat(only(status).text()).contains("onnxruntime", "methods:");
  }

  @Test
  void wovenAndNeverCalledIsSaid() {
    PipelineFacts idle =
        new PipelineFacts(
            0,
            0,
            Map.of(),
            Map.of(),
            new SamplingFacts(0, 0, 0),
            Statuses.OVERHEAD,
            Statuses.SPOOL,
            List.of());

    assertThat(only(Statuses.status(idle)).text()).contains("com.acme.Scorer.score");
  }

  @Test
  void captureThatCostsTooMuchSaysWhatIsMissingAndWhatToDo() {
    PipelineFacts well = Statuses.well();
    PipelineFacts stepped =
        new PipelineFacts(
            well.made(),
            well.counted(),
            well.dropped(),
            well.spansDropped(),
            well.sampling(),
            new OverheadFacts(
                "summary", 0.073, 0.05, Duration.ofNanos(12_300), Duration.ofMillis(1), 0.02, 0.5),
            well.spool(),
            well.receivers());

    Hint hint = only(Statuses.status(stepped));

    assertThat(hint.code()).isEqualTo("stepped_down");
    assertThat(hint.text())
        .contains("7.30 % of a core", "12.3 µs a call", "no values", "overhead.max_cpu");
  }

  @Test
  void agentThatIsOffSaysWhy() {
    AgentStatus running = Statuses.status(Statuses.well());
    AgentStatus off =
        new AgentStatus(
            AgentStatus.State.OFF,
            "plumbline.yaml:3:5: unknown key \"spol\"",
            running.written(),
            running.interval(),
            running.process(),
            null,
            List.of(),
            List.of(),
            null,
            Map.of());

    assertThat(only(off).code()).isEqualTo("agent_off");
    assertThat(only(off).text()).contains("plumbline.yaml:3:5");
  }

  @Test
  void neverMoreThanFiveAndProblemsFirst() {
    AgentStatus status =
        Statuses.status(
            Statuses.pipeline(
                Map.of(
                    DropReason.RING_FULL, 5L,
                    DropReason.CAPTURE_FAILED, 4L,
                    DropReason.CORRUPTED, 3L),
                new SamplingFacts(0, 10, 10),
                Statuses.SPOOL,
                Statuses.receiver("traces", State.PARKED, "HTTP 401"),
                Statuses.receiver("metrics", State.RETRYING, "no answer")),
            List.of(Statuses.wovenLibrary(), new LibraryFacts("xgboost", true, List.of())));

    List<Hint> hints = Hints.of(status);

    assertThat(hints).hasSize(Hints.MOST);
    assertThat(hints).allMatch(Hint::problem);
    assertThat(hints.get(0).code()).isEqualTo("receiver_refuses_key");
  }

  private static AgentStatus receivers(State state, String answer) {
    return Statuses.status(
        Statuses.pipeline(
            Map.of(),
            SAMPLED,
            Statuses.SPOOL,
            Statuses.receiver("traces", state, answer),
            Statuses.receiver("metrics", state, answer)));
  }

  private static Hint only(AgentStatus status) {
    List<Hint> hints = Hints.of(status);
    assertThat(hints).hasSize(1);
    return hints.get(0);
  }
}
