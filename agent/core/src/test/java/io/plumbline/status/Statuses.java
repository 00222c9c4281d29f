package io.plumbline.status;

import io.plumbline.diagnostics.DropReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts of a server that is well; each test makes one of them ill. */
final class Statuses {
  static final Instant STARTED = Instant.parse("2026-11-28T12:00:00Z");
  static final Instant NOW = STARTED.plusSeconds(600);

  static final MethodFacts METHOD =
      new MethodFacts(
          "com.acme.Scorer.score",
          "app",
          1000,
          1000,
          Map.of(),
          new LastInference(
              NOW, Duration.ofMillis(2), "churn", "1", 1, "yes", 0.75, Double.NaN, null));

  static final SpoolFacts SPOOL =
      new SpoolFacts(
          "/srv/plumbline/churn/x",
          "mapped",
          "auto",
          true,
          8 << 20,
          512 << 20,
          Duration.ofSeconds(1),
          10,
          0,
          8 << 20,
          null,
          0);

  static final OverheadFacts OVERHEAD =
      new OverheadFacts("full", 0.01, 0.05, Duration.ofNanos(900), Duration.ofMillis(1), 0.02, 0.5);

  private Statuses() {}

  static ReceiverFacts receiver(String signal, ReceiverFacts.State state, @Nullable String answer) {
    return new ReceiverFacts(
        signal,
        "http://collector:4318/v1/" + signal,
        "http/protobuf",
        state,
        answer,
        NOW,
        null,
        3,
        10,
        0);
  }

  static PipelineFacts pipeline(
      Map<DropReason, Long> dropped,
      SamplingFacts sampling,
      SpoolFacts spool,
      ReceiverFacts... to) {
    return new PipelineFacts(1000, 1000, dropped, Map.of(), sampling, OVERHEAD, spool, List.of(to));
  }

  static PipelineFacts well() {
    return pipeline(
        Map.of(),
        new SamplingFacts(1000, 0, 0),
        SPOOL,
        receiver("traces", ReceiverFacts.State.DELIVERING, "OK"),
        receiver("metrics", ReceiverFacts.State.DELIVERING, "OK"));
  }

  static HookFacts configured(HookFacts.State state, MethodFacts... methods) {
    return new HookFacts(
        "com.acme.Scorer", "score(int)", "inference", true, state, null, List.of(methods));
  }

  static AgentStatus status(
      @Nullable PipelineFacts pipeline, List<LibraryFacts> libraries, NearMiss... almost) {
    return new AgentStatus(
        pipeline == null ? AgentStatus.State.WAITING : AgentStatus.State.RUNNING,
        null,
        NOW,
        Duration.ofSeconds(10),
        new ProcessFacts(7, STARTED, "OpenJDK 17", "/srv", "1.0", STARTED),
        new ConfigurationFacts(
            "churn", null, null, STARTED, "safe", "parentbased_always_on", List.of()),
        libraries,
        List.of(almost),
        pipeline,
        Map.of());
  }

  static AgentStatus status(PipelineFacts pipeline) {
    return status(pipeline, List.of(wovenLibrary()));
  }

  static LibraryFacts wovenLibrary() {
    return new LibraryFacts("java", false, List.of(configured(HookFacts.State.WOVEN, METHOD)));
  }
}
