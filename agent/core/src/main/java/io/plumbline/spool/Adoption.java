package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the streams of processes of the same user, service and endpoint that are gone, and takes
 * them over one at a time, oldest first. On an agent thread: opening one takes up to a second.
 */
public final class Adoption {
  private final SpoolDirectory own;
  private final SpoolLosses losses;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Set<Path> leftAlone = new HashSet<>();

  /**
   * @param losses told of records of dead streams that cannot be read
   */
  public Adoption(SpoolDirectory own, SpoolLosses losses, AgentLog log, AgentErrors errors) {
    this.own = own;
    this.losses = losses;
    this.log = log;
    this.errors = errors;
    leftAlone.add(own.path());
  }

  /**
   * @return a stream that nobody else delivers, until it is closed or removed; null when there is
   *     none now
   */
  public @Nullable DeadStream next() {
    for (Path path : candidates()) {
      DeadStream dead = leftAlone.contains(path) ? null : takeOver(path);
      if (dead != null) {
        return dead;
      }
    }
    return null;
  }

  private List<Path> candidates() {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> directory = Files.newDirectoryStream(own.service())) {
      directory.forEach(paths::add);
    } catch (IOException e) {
      errors.report("spool adoption", e);
    }
    Collections.sort(paths); // their names start with the time
    return paths;
  }

  private @Nullable DeadStream takeOver(Path path) {
    SpoolDirectory directory = null;
    DeadStream dead = null;
    try {
      directory = SpoolDirectory.takeOver(path);
      if (directory != null && directory.header().endpoint().equals(own.header().endpoint())) {
        dead = DeadStream.open(directory, losses, log, errors);
        log.info("Delivering what " + path + " holds.");
      }
    } catch (IOException e) {
      leftAlone.add(path); // said once; the next process may have more luck
      log.warn(path + " cannot be delivered: " + e.getMessage());
    } finally {
      if (directory != null && dead == null) {
        directory.close();
      }
    }
    return dead;
  }
}
