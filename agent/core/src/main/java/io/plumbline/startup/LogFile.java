package io.plumbline.startup;

import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** {@code plumbline.log} of a service, beside its streams: outlives each of them. */
final class LogFile {
  private static final String NAME = "plumbline.log";
  private static final String BEFORE = "plumbline.log.1";
  private static final long MAX_BYTES = 4 << 20;

  private LogFile() {}

  /** What was said so far, and all that follows, goes into the service's log. */
  static void open(Path service, AgentLog log) throws IOException {
    Path file = service.resolve(NAME);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > MAX_BYTES) {
      Files.move(file, service.resolve(BEFORE), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    log.writeTo(
        new PrintStream(
            Files.newOutputStream(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
            true,
            StandardCharsets.UTF_8));
  }
}
