package io.plumbline.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Index.atIndex;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fault at ten thousand calls a second is few lines. */
class AgentErrorsTest {
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
  private final AgentErrors errors = new AgentErrors(log);

  @BeforeEach
  void readLog() {
    log.writeTo(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @Test
  void firstHasItsStackAndRepeatsAreSaidAtPowersOfTen() {
    for (int i = 0; i < 25_000; i++) {
      errors.report("onnxruntime capture", new IllegalStateException("secret of the host"));
    }

    assertThat(said())
        .hasSize(5)
        .satisfies(line -> assertThat(line).contains("onnxruntime capture failed"), atIndex(0))
        .satisfies(line -> assertThat(line).endsWith("failed 10 times so far"), atIndex(1))
        .satisfies(line -> assertThat(line).endsWith("failed 10000 times so far"), atIndex(4));
    assertThat(text()).doesNotContain("secret of the host");
    assertThat(errors.counts())
        .containsEntry("onnxruntime capture: java.lang.IllegalStateException", 25_000L);
  }

  @Test
  void anotherPlaceOrExceptionIsAnotherKind() {
    errors.report("weaving", new IllegalStateException());
    errors.report("weaving", new LinkageError());
    errors.report("relay", new IllegalStateException());

    assertThat(said()).hasSize(3);
  }

  @Test
  void manyKindsAreOneKindAfterAWhile() {
    for (int i = 0; i < 10_000; i++) {
      errors.report("weaving com.acme.Generated" + i, new IllegalStateException());
    }

    assertThat(errors.counts()).hasSize(257).containsEntry("others", 10_000L - 256);
    assertThat(said()).hasSize(256 + 4);
  }

  @Test
  void noteIsSaidOnce() {
    for (int i = 0; i < 1_000; i++) {
      errors.note("a model without a name");
    }

    assertThat(said()).hasSize(1);
  }

  /** First lines, without stacks. */
  private List<String> said() {
    return text().lines().filter(line -> line.matches("\\d{4}-.*")).toList();
  }

  private String text() {
    return logged.toString(StandardCharsets.UTF_8);
  }
}
