package io.plumbline.cli.doctor;

import io.plumbline.diagnostics.JsonReader;
import io.plumbline.spool.OwnedText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what agents have written about themselves. */
public final class StatusFiles {
  private static final int LEVELS = 2;
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(3);

  private StatusFiles() {}

  /** Below a stream, a service, or a base of the spool; the newest first. */
  public static List<Status> below(Path directory) {
    List<Status> found = new ArrayList<>();
    find(directory, LEVELS, found);
    found.sort(Comparator.comparing(Status::written).reversed());
    return found;
  }

  /**
   * The newest one of a process.
   *
   * @param bases where it may be
   * @return null when there is none
   */
  static @Nullable Status of(ObservedProcess process, List<Path> bases) {
    Status newest = null;
    for (Path base : bases) {
      for (Status status : below(base)) {
        if (isOf(process, status)
            && (newest == null || status.written().isAfter(newest.written()))) {
          newest = status;
        }
      }
    }
    return newest;
  }

  /** The same number is not enough: it may have been another process's before. */
  private static boolean isOf(ObservedProcess process, Status status) {
    Map<?, ?> of = status.map("process");
    Instant started = process.started();
    Instant its = Status.time(of.get("started"));
    boolean sameStart =
        started == null
            || its == null
            || Duration.between(started, its).abs().compareTo(CLOCKS_DIFFER) <= 0;
    return of.get("pid") instanceof Long pid && process.pids().contains(pid) && sameStart;
  }

  private static void find(Path directory, int levels, List<Status> found) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (name.equals("status.json") || name.matches("status-\\d+\\.json")) {
          add(child, found);
        } else if (levels > 0 && Files.isDirectory(child)) {
          find(child, levels - 1, found);
        }
      }
    } catch (IOException e) {
      // Not there, or not ours to read.
    }
  }

  private static void add(Path file, List<Status> found) {
    try {
      if (JsonReader.read(OwnedText.read(file)) instanceof Map<?, ?> document) {
        found.add(new Status(file, document));
      }
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
      // Removed meanwhile, or not one.
    }
  }
}
