package io.plumbline.startup;

import io.plumbline.spool.SpoolDirectory;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a process leaves its status while it has no stream: {@code status-<pid>.json} in the
 * directory of its service. Removed with the process; what a killed one left goes with the next.
 */
final class StatusPlace {
  /** Far more than any interval: nobody writes it any more. */
  private static final Duration FORGOTTEN = Duration.ofHours(3);

  private final Creation directory;
  private final String name = "status-" + ProcessHandle.current().pid() + ".json";
  private @Nullable Path file;
  private boolean impossible;
  private boolean ended;

  /** Makes the directory, or finds it. */
  @FunctionalInterface
  interface Creation {
    Path directory() throws IOException;
  }

  StatusPlace(Creation directory) {
    this.directory = directory;
  }

  /** Below the spool's base; where that cannot be used, in the temporary directory. */
  static StatusPlace ofService(@Nullable Path base, @Nullable String namespace, String service) {
    String space = namespace == null ? "" : namespace;
    return new StatusPlace(
        () -> {
          try {
            return SpoolDirectory.ofService(base, space, service);
          } catch (IOException e) {
            return SpoolDirectory.ofServiceInTemporaryDirectory(space, service);
          }
        });
  }

  static StatusPlace ofUser() {
    return new StatusPlace(SpoolDirectory::ofUserInTemporaryDirectory);
  }

  /** Null where there is no safe place. */
  synchronized @Nullable Path file() {
    if (file == null && !impossible && !ended) {
      try {
        Path there = directory.directory();
        file = there.resolve(name);
        removeForgotten(there);
      } catch (IOException | UnsupportedOperationException e) {
        impossible = true;
      }
    }
    return file;
  }

  private static void removeForgotten(Path directory) throws IOException {
    Instant before = Instant.now().minus(FORGOTTEN);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "status-*.json")) {
      for (Path each : left) {
        if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
          Files.deleteIfExists(each);
        }
      }
    } catch (NoSuchFileException e) {
      // Its own process was quicker.
    }
  }

  /** Up to the one of this user in the temporary directory; what was configured stays. */
  private static void removeEmpty(@Nullable Path directory) throws IOException {
    Path base = directory == null ? null : directory.getParent();
    if (directory != null && base != null) {
      Files.deleteIfExists(directory);
      if (String.valueOf(base.getFileName()).startsWith("plumbline-")) {
        Files.deleteIfExists(base);
      }
    }
  }

  /** And the directories above it, where nothing else is in them. */
  synchronized void end() {
    ended = true;
    remove();
  }

  synchronized void remove() {
    Path gone = file;
    file = null;
    if (gone == null) {
      return;
    }
    try {
      Files.deleteIfExists(gone);
      removeEmpty(gone.getParent());
    } catch (DirectoryNotEmptyException e) {
      // Others of this service, or of this user.
    } catch (IOException e) {
      // It goes with the next process that looks.
    }
  }
}
