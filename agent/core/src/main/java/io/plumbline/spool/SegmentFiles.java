package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names Chronicle Queue gives the file of a cycle with {@code FAST_HOURLY}: {@code
 * yyyyMMdd-HHF.cq4}, counted in hours since 1970.
 */
final class SegmentFiles {
  static final String SUFFIX = ".cq4";
  private static final String METADATA = "metadata.cq4t";
  private static final int CYCLE_SECONDS = 3600;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HH'F'").withZone(ZoneOffset.UTC);

  private SegmentFiles() {}

  static Path segment(Path queue, int cycle) {
    return queue.resolve(name(cycle) + SUFFIX);
  }

  /** Chronicle renames it to the segment when it rolls. */
  static Path precreated(Path queue, int cycle) {
    return queue.resolve(name(cycle) + ".precreated");
  }

  static Path metadata(Path queue) {
    return queue.resolve(METADATA);
  }

  private static String name(int cycle) {
    return NAME.format(Instant.ofEpochSecond((long) cycle * CYCLE_SECONDS));
  }

  /** Segments there are, by cycle. */
  static SortedMap<Integer, Path> list(Path queue) throws IOException {
    SortedMap<Integer, Path> segments = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(queue, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        segments.put(cycle(name.substring(0, name.length() - SUFFIX.length())), file);
      }
    }
    return segments;
  }

  private static int cycle(String name) throws IOException {
    try {
      return (int) (NAME.parse(name, Instant::from).getEpochSecond() / CYCLE_SECONDS);
    } catch (DateTimeParseException e) {
      throw new IOException("not a segment: " + name, e);
    }
  }
}
