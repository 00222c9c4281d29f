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

/**
 * {@code plumbline.log} of a service, beside its streams: outlives each of them. All processes of
 * the service write into it; whichever finds it large moves it aside, so that there are two at
 * most.
 */
final class LogFile extends OutputStream {
  private static final String NAME = "plumbline.log";
  private static final String BEFORE = "plumbline.log.1";
  static final long MAX_BYTES = 4 << 20;

  private final Path file;
  private final Path before;
  private FileChannel channel;
  private OutputStream out;
  private boolean closed;

  private LogFile(Path service) throws IOException {
    this.file = service.resolve(NAME);
    this.before = service.resolve(BEFORE);
    moveAside(file, before);
    this.channel = open(file);
    this.out = Channels.newOutputStream(channel);
  }

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
    log.writeToFile(new PrintStream(new LogFile(service), true, StandardCharsets.UTF_8));
  }

  /** Others of this service may write it, too, or make it at this very moment. */
  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(CREATE, WRITE, APPEND, NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public void write(int character) throws IOException {
    write(new byte[] {(byte) character}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    // A thread that the host interrupted would close the channel, and keep its interrupt.
    boolean interrupted = Thread.interrupted();
    try {
      append(bytes, from, length);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void append(byte[] bytes, int from, int length) throws IOException {
    if (!closed && !channel.isOpen()) { // interrupted while it wrote
      channel = open(file);
      out = Channels.newOutputStream(channel);
    }
    out.write(bytes, from, length);
    boolean lineEnds = length > 0 && bytes[from + length - 1] == '\n';
    if (lineEnds && channel.size() > MAX_BYTES) {
      goOn();
    }
  }

  /** In a new file; when another process was quicker, in the one that it made. */
  private void goOn() throws IOException {
    moveAside(file, before);
    FileChannel next = open(file);
    channel.close();
    channel = next;
    out = Channels.newOutputStream(next);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    channel.close();
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
