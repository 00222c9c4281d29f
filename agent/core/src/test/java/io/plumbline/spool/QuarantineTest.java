package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before each test
class QuarantineTest {
  @TempDir Path service;

  private Quarantine quarantine;

  @BeforeEach
  void empty() {
    quarantine = new Quarantine(service, new AgentLog(new ManualClock(), AgentLog.Level.INFO));
  }

  @Test
  void piecesOfTheSameNameAreAllKept() throws IOException {
    quarantine.keep(piece("one", 1), "ring-of-x");
    quarantine.keep(piece("two", 2), "ring-of-x");

    assertThat(kept()).containsExactly("ring-of-x", "ring-of-x.2");
  }

  @Test
  void wholeDirectoriesAreKeptToo() throws IOException {
    Path stream = Files.createDirectory(service.resolve("stream"));
    Files.writeString(stream.resolve("file"), "text");

    quarantine.keep(stream, "stream-without-header-x");

    assertThat(service.resolve("quarantine/stream-without-header-x/file")).hasContent("text");
    assertThat(stream).doesNotExist();
  }

  @Test
  void whatCameFirstGoesFirstWhenThereAreTooMany() throws IOException {
    for (int i = 0; i < Quarantine.MAX_PIECES + 3; i++) {
      quarantine.keep(piece("piece", 1), "piece-" + i);
      age("piece-" + i, 1000 - i);
    }

    assertThat(kept())
        .hasSize(Quarantine.MAX_PIECES)
        .doesNotContain("piece-0", "piece-1", "piece-2");
  }

  @Test
  void whatCameFirstGoesFirstWhenItIsTooMuch() throws IOException {
    quarantine.keep(piece("piece", Quarantine.MAX_BYTES / 2), "first");
    age("first", 100);
    quarantine.keep(piece("piece", Quarantine.MAX_BYTES / 2), "second");
    assertThat(kept()).containsExactly("first", "second");
    age("second", 50);

    quarantine.keep(piece("piece", Quarantine.MAX_BYTES / 2), "third");

    assertThat(kept()).containsExactly("second", "third");
  }

  @Test
  void newestIsKeptHoweverLargeItIs() throws IOException {
    quarantine.keep(piece("piece", 1), "small");
    age("small", 10);
    quarantine.keep(piece("piece", Quarantine.MAX_BYTES + 1), "large");

    assertThat(kept()).containsExactly("large");
  }

  @Test
  void whatIsGoneIsNoPiece() throws IOException {
    quarantine.keep(service.resolve("gone"), "gone");

    assertThat(service).isEmptyDirectory();
  }

  private Path piece(String name, long bytes) throws IOException {
    Path file = service.resolve(name);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(bytes);
    }
    return file;
  }

  private void age(String name, int seconds) throws IOException {
    Files.setLastModifiedTime(
        service.resolve("quarantine").resolve(name),
        FileTime.from(Instant.now().minusSeconds(seconds)));
  }

  private List<String> kept() throws IOException {
    try (var pieces = Files.list(service.resolve("quarantine"))) {
      return pieces.map(piece -> piece.getFileName().toString()).sorted().toList();
    }
  }
}
