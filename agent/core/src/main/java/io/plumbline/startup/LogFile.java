package io.plumbline.startup;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.plumbline.config.ServiceConfig;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.spool.SpoolDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** {@code plumbline.log} of a service, beside its streams: outlives each of them. */
final class LogFile {
  private static final String NAME = "plumbline.log";
  private static final String BEFORE = "plumbline.log.1";
  private static final long MAX_BYTES = 4 << 20;

  private LogFile() {}

  /**
   * Where there is no directory for the streams of a service, somebody may still look for the
   * reason in the temporary directory.
   */
  static void openElsewhere(ServiceConfig service, AgentLog log) {
    try {
      open(
          SpoolDirectory.ofServiceInTemporaryDirectory(
              Objects.requireNonNullElse(service.namespace(), ""), service.name()),
          log);
    } catch (IOException e) {
      log.warn("There is no place for this log: " + e.getMessage());
    }
  }

  /** What was said so far, and all that follows, goes into the service's log. */
  static void open(Path service, AgentLog log) throws IOException {
    Path file = service.resolve(NAME);
    moveAside(file, service.resolve(BEFORE));
    // Others of this service may write it, too, or make it at this very moment.
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(CREATE, WRITE, APPEND, NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    OutputStream out = Channels.newOutputStream(channel);
    log.writeToFile(new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private static void moveAside(Path file, Path before) throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (NoSuchFileException e) {
      // There is none yet, or somebody was quicker.
    }
  }
}
