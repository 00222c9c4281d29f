package io.plumbline.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log takes two files of a few megabytes at most, however long the process lives. */
class LogFileTest {
  private static final String LONG = "x".repeat(5000);

  @TempDir private Path service;

  @Test
  void fileThatGrewLargeIsMovedAsideWhileTheProcessRuns() throws IOException {
    try (AgentLog log = log()) {
      for (int i = 0; i < 1500; i++) {
        log.error(i + " " + LONG);
      }
    }

    assertThat(service.toFile().list())
        .containsExactlyInAnyOrder("plumbline.log", "plumbline.log.1");
    assertThat(Files.size(file("plumbline.log"))).isBetween(1L, LogFile.MAX_BYTES);
    assertThat(Files.size(file("plumbline.log.1")))
        .isBetween(LogFile.MAX_BYTES, LogFile.MAX_BYTES + 2L * LONG.length());
    List<String> lines = new ArrayList<>(Files.readAllLines(file("plumbline.log.1")));
    lines.addAll(Files.readAllLines(file("plumbline.log")));
    assertThat(lines).hasSize(1500).allMatch(line -> line.endsWith(LONG));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("plumbline.log"))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatAnotherProcessMovedAsideIsLeftForTheNewFile() throws IOException {
    try (AgentLog log = log();
        AgentLog other = log()) {
      for (int i = 0; i < 1000; i++) {
        log.error(LONG);
      }
      other.error("the first line of the other finds it moved");
      other.error("the second");
      log.error("mine");
    }

    assertThat(Files.readAllLines(file("plumbline.log"))).last().asString().endsWith("mine");
    assertThat(Files.readAllLines(file("plumbline.log")))
        .anyMatch(line -> line.endsWith("the second"));
    assertThat(service.toFile().list()).hasSize(2);
  }

  @Test
  void threadThatIsInterruptedWritesAndStaysInterrupted() throws IOException {
    try (AgentLog log = log()) {
      Thread.currentThread().interrupt();
      log.error("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      log.error("after it");
    }

    assertThat(Files.readAllLines(file("plumbline.log")))
        .hasSize(2)
        .last()
        .asString()
        .endsWith("after it");
  }

  private AgentLog log() throws IOException {
    AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
    LogFile.open(service, log);
    return log;
  }

  private Path file(String name) {
    return service.resolve(name);
  }
}
