package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The names of segments: those Chronicle Queue gives the file of a cycle with {@code FAST_HOURLY},
 * {@code yyyyMMdd-HHF.cq4}, counted in hours since 1970; and ours, the index of the first record.
 */
final class SegmentFiles {
  static final String MAPPED = ".cq4";
  static final String PLAIN = ".seg";
  private static final String METADATA = "metadata.cq4t";
  private static final String PRECREATED = ".precreated";
  private static final int CYCLE_SECONDS = 3600;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HH'F'").withZone(ZoneOffset.UTC);

  private SegmentFiles() {}

  static Path segment(Path queue, int cycle) {
    return queue.resolve(name(cycle) + MAPPED);
  }

  /** Chronicle renames it to the segment when it rolls. */
  static Path precreated(Path queue, int cycle) {
    return queue.resolve(name(cycle) + PRECREATED);
  }

  static Path plain(Path queue, long firstIndex) {
    String digits = Long.toString(firstIndex);
    return queue.resolve("0".repeat(19 - digits.length()) + digits + PLAIN);
  }

  static Path metadata(Path queue) {
    return queue.resolve(METADATA);
  }

  private static String name(int cycle) {
    return NAME.format(Instant.ofEpochSecond((long) cycle * CYCLE_SECONDS));
  }

  /** The files of a stream that may be segments, by name. */
  static List<Path> list(Path stream) throws IOException {
    return inQueues(stream, "{" + MAPPED + "," + PLAIN + "}");
  }

  /** What was made in advance, and never written. */
  static void removeUnused(Path stream) throws IOException {
    for (Path file : inQueues(stream, PRECREATED)) {
      Files.deleteIfExists(file);
    }
  }

  private static List<Path> inQueues(Path stream, String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path queue : queues(stream)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(queue, "*" + ending)) {
        for (Path file : files) {
          if (Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            found.add(file);
          }
        }
      } catch (NoSuchFileException e) {
        // It was delivered meanwhile.
      }
    }
    Collections.sort(found);
    return found;
  }

  /**
   * Bytes of what a dead stream holds: its segments, the one that was made in advance, and its
   * ring.
   *
   * @param mappedBytes as for {@link #takenBy}
   */
  static long sizeBytes(Path stream, int mappedBytes) throws IOException {
    long bytes = stream.resolve(SpoolDirectory.RING).toFile().length();
    for (Path file : inQueues(stream, "{" + MAPPED + "," + PLAIN + "," + PRECREATED + "}")) {
      bytes += takenBy(file, mappedBytes);
    }
    return bytes;
  }

  /**
   * Bytes that a segment takes on the disk. A mapped file is longer: Chronicle maps some more than
   * a block, which is never written.
   *
   * @param mappedBytes of a whole mapped segment; 0 when not known
   */
  static long takenBy(Path file, int mappedBytes) {
    long length = file.toFile().length();
    return mappedBytes > 0 && isMapped(file) ? Math.min(mappedBytes, length) : length;
  }

  /** The directories of a stream with segments in them, by name. */
  static List<Path> queues(Path stream) throws IOException {
    List<Path> queues = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(stream, "queue*")) {
      for (Path path : paths) {
        if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
          queues.add(path);
        }
      }
    }
    Collections.sort(queues);
    return queues;
  }

  static boolean isMapped(Path file) {
    return file.getFileName().toString().endsWith(MAPPED);
  }

  /** Whether Chronicle or we would name a file so. */
  static boolean isKnown(Path file) {
    String name = file.getFileName().toString();
    return isMapped(file)
        || name.endsWith(PLAIN)
        || name.equals(METADATA)
        || name.endsWith(PRECREATED);
  }
}
