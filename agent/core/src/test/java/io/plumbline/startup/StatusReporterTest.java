package io.plumbline.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.HookRegistry;
import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigSources;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.JsonReader;
import io.plumbline.status.AgentStatus;
import io.plumbline.status.ProcessFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code status.json} is written, under a clock that the test moves. */
class StatusReporterTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @TempDir private Path temporary;

  private final AgentErrors errors =
      new AgentErrors(new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO));
  private Path service = Path.of("set later");
  private String stamp = "0";
  private int written;
  private long nanos;
  private StatusReporter reporter;

  @BeforeEach
  void make() throws Exception {
    service = Files.createDirectories(temporary.resolve("plumbline-1000/churn"));
    AgentConfig config = AgentConfig.load(new ConfigSources(Map.of(), Map.of(), null, null));
    AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
    Pipeline nothingWoven =
        new Pipeline(config, "1.0", new HookRegistry(), new AgentThreads(errors), log, errors);
    reporter =
        new StatusReporter(
            this::status,
            () -> stamp,
            nothingWoven,
            new StatusPlace(() -> service),
            null,
            Duration.ofSeconds(10),
            errors,
            () -> nanos);
  }

  @Test
  void toolOfAMomentLeavesNothing() {
    lookAfter(Duration.ofSeconds(14));
    reporter.end();

    assertThat(service).isEmptyDirectory();
  }

  @Test
  void processThatLivesIsSaidToWait() throws IOException {
    lookAfter(Duration.ofSeconds(15));

    assertThat(document()).containsEntry("state", "waiting").containsEntry("intervalSeconds", 10L);
  }

  @Test
  void isWrittenOnceAnIntervalAndAMomentAfterAChange() {
    lookAfter(Duration.ofSeconds(15));
    for (int second = 0; second < 9; second++) {
      lookAfter(Duration.ofSeconds(1));
    }
    assertThat(written).isEqualTo(1);

    lookAfter(Duration.ofSeconds(1));
    assertThat(written).isEqualTo(2);

    stamp = "a class was woven";
    lookAfter(Duration.ofSeconds(1));
    lookAfter(Duration.ofSeconds(1));
    assertThat(written).isEqualTo(3);
  }

  @Test
  void goesWithTheProcess() {
    lookAfter(Duration.ofSeconds(15));
    assertThat(service).isNotEmptyDirectory();

    reporter.end();

    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void directoryThatIsBeingRemovedIsNoFault() throws IOException {
    lookAfter(Duration.ofSeconds(15));
    Files.delete(file());
    Files.delete(service);

    lookAfter(Duration.ofSeconds(10));

    assertThat(errors.counts()).isEmpty();
  }

  /** The file is replaced as a whole: who reads it at any moment reads a document. */
  @Test
  void whatIsThereIsAlwaysWhole() throws IOException {
    lookAfter(Duration.ofSeconds(15));
    try (var reader = Files.newBufferedReader(file())) {
      int first = reader.read();
      stamp = "changed";
      lookAfter(Duration.ofSeconds(1));

      String before = (char) first + reader.lines().reduce("", String::concat);
      assertThat(JsonReader.read(before)).isInstanceOf(Map.class);
    }
    assertThat(document()).containsKey("written");
    assertThat(service.toFile().list()).hasSize(1);
  }

  private void lookAfter(Duration time) {
    nanos += time.toNanos();
    reporter.look();
  }

  private AgentStatus status() {
    written++;
    return new AgentStatus(
        AgentStatus.State.WAITING,
        null,
        NOW,
        Duration.ofSeconds(10),
        new ProcessFacts(7, NOW, "OpenJDK 17", "/srv", "1.0", NOW),
        null,
        List.of(),
        List.of(),
        null,
        Map.of());
  }

  private Path file() {
    return service.resolve("status-" + ProcessHandle.current().pid() + ".json");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> document() throws IOException {
    return (Map<String, Object>) Objects.requireNonNull(JsonReader.read(Files.readString(file())));
  }
}
