package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  private static final String PRECREATED = ".precreated";
  private static final int CYCLE_SECONDS = 3600;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HH'F'").withZone(ZoneOffset.UTC);

  private SegmentFiles() {}

  static Path segment(Path queue, int cycle) {
    return queue.resolve(name(cycle) + SUFFIX);
  }

  /** Chronicle renames it to the segment when it rolls. */
  static Path precreated(Path queue, int cycle) {
    return queue.resolve(name(cycle) + PRECREATED);
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
        segments.put(cycle(file), file);
      }
    }
    return segments;
  }

  /** As {@link #list}, without files of another name; empty when there is no such directory. */
  static SortedMap<Integer, Path> find(Path queue) throws IOException {
    SortedMap<Integer, Path> segments = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(queue, SegmentFiles::isSegment)) {
      for (Path file : files) {
        segments.put(cycle(file), file);
      }
    } catch (NoSuchFileException e) {
      // A process that did not live to have one, or one that was delivered meanwhile.
    }
    return segments;
  }

  static boolean isSegment(Path file) {
    try {
      return file.getFileName().toString().endsWith(SUFFIX) && cycle(file) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether Chronicle or we would name a file so. */
  static boolean isKnown(Path file) {
    String name = file.getFileName().toString();
    return isSegment(file) || name.equals(METADATA) || name.endsWith(PRECREATED);
  }

  private static int cycle(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      String hour = name.substring(0, name.length() - SUFFIX.length());
      return (int) (NAME.parse(hour, Instant::from).getEpochSecond() / CYCLE_SECONDS);
    } catch (DateTimeParseException e) {
      throw new IOException("not a segment: " + name, e);
    }
  }
}
