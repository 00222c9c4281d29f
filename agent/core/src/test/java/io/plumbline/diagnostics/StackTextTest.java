package io.plumbline.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.AgentLog.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What exceptions say of themselves is said where it is no value of the host. */
class StackTextTest {
  private static final String VALUE = "Erika Mustermann";

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final AgentLog log = new AgentLog(Clock.systemUTC(), Level.DEBUG);
  private final AgentErrors errors = new AgentErrors(log);

  @BeforeEach
  void writeLog() {
    log.writeTo(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @Test
  void whatAnExceptionQuotesOfAValueIsNotInTheLog() {
    NumberFormatException quoting = new NumberFormatException("For input string: " + VALUE);
    RuntimeException wrapping = new RuntimeException(quoting); // its message is that of the other
    wrapping.addSuppressed(new IllegalStateException(VALUE));

    errors.report("relay, making a span", wrapping);
    errors.reportNearValues("advice on enter", wrapping);
    errors.reportNearValues("capture", new IOException("no row of " + VALUE));
    errors.report("woven code", new NoClassDefFoundError("Exception " + VALUE + " [in thread]"));

    assertThat(log())
        .doesNotContain(VALUE)
        .contains("java.lang.RuntimeException\n\tat ")
        .contains("Caused by: java.lang.NumberFormatException\n\tat ")
        .contains("Suppressed: java.lang.IllegalStateException")
        .contains("StackTextTest.whatAnExceptionQuotesOfAValueIsNotInTheLog");
  }

  @Test
  void whatIsWrongWithFilesAndCodeIsSaid() {
    errors.report("spool append", new IllegalStateException(new NoSuchFileException("/spool/1")));
    errors.report("weaving", new NoSuchMethodError("float Model.score()"));

    assertThat(log())
        .contains("Caused by: java.nio.file.NoSuchFileException: /spool/1\n")
        .contains("java.lang.NoSuchMethodError: float Model.score()\n");
  }

  @Test
  void anExceptionThatIsItsOwnCauseEndsSomewhere() {
    IllegalStateException first = new IllegalStateException();
    first.initCause(new IllegalArgumentException(first));

    errors.report("capture", first);

    assertThat(log()).containsOnlyOnce("java.lang.IllegalStateException\n");
  }

  private String log() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
