package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps aside what could not be read, for somebody to look at, under names that say what it was:
 * {@code quarantine/} beside the streams of the service, which outlives them. Bounded: the pieces
 * that came first go first, though the newest is kept whatever its size.
 */
final class Quarantine {
  static final String NAME = "quarantine";
  static final long MAX_BYTES = 64L << 20;
  static final int MAX_PIECES = 64;

  private record Piece(Path path, FileTime since, long bytes) {}

  private final Path directory;
  private final AgentLog log;

  /**
   * @param service directory of its streams
   */
  Quarantine(Path service, AgentLog log) {
    this.directory = service.resolve(NAME);
    this.log = log;
  }

  /**
   * Moves it there; says so.
   *
   * @param damaged a file or a directory of the same file system; nothing happens when it is gone
   * @param name what it was
   */
  void keep(Path damaged, String name) throws IOException {
    if (!Files.exists(damaged, NOFOLLOW_LINKS)) {
      return;
    }
    try {
      OwnedFiles.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // Not the first piece.
    }
    Path kept = free(name);
    Files.move(damaged, kept);
    if (!Files.isSymbolicLink(kept)) {
      Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
    }
    log.warn("What could not be read is kept as " + kept);
    bound(kept);
  }

  private Path free(String name) {
    Path path = directory.resolve(name);
    for (int i = 2; Files.exists(path, NOFOLLOW_LINKS); i++) {
      path = directory.resolve(name + "." + i);
    }
    return path;
  }

  private void bound(Path newest) throws IOException {
    List<Piece> pieces = pieces();
    long bytes = pieces.stream().mapToLong(Piece::bytes).sum();
    int count = pieces.size();
    for (Piece piece : pieces) {
      if ((bytes > MAX_BYTES || count > MAX_PIECES) && !piece.path().equals(newest)) {
        OwnedFiles.deleteTree(piece.path());
        bytes -= piece.bytes();
        count--;
      }
    }
  }

  /** Those that came first, first. */
  private List<Piece> pieces() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        pieces.add(new Piece(path, Files.getLastModifiedTime(path, NOFOLLOW_LINKS), size(path)));
      }
    }
    pieces.sort(Comparator.comparing(Piece::since));
    return pieces;
  }

  private static long size(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
