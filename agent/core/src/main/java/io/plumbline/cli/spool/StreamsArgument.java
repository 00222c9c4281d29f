package io.plumbline.cli.spool;

import io.plumbline.cli.Environment;
import io.plumbline.spool.SpoolKeys;
import io.plumbline.spool.StoredStreams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The directory that all commands on a spool are given. */
public final class StreamsArgument {
  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description =
          "What spool.directory names, or one service below it, or one stream of a service; also a"
              + " copy of it from another machine.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private Path directory;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "Key of a spool that is encrypted, as spool.encryption.key has it; may be given more than"
              + " once, the first is the one that is written under. Without it the environment"
              + " variable PLUMBLINE_SPOOL_ENCRYPTION_KEY.")
  private List<Path> keyFiles = List.of();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // likewise
  private CommandSpec spec;

  /**
   * @return directories, those of one service oldest first
   * @throws IOException when it cannot be read; {@link #reason} says why
   */
  public List<Path> streams() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new ParameterException(spec.commandLine(), directory + " is not a directory");
    }
    return StoredStreams.below(directory);
  }

  /** Under which the streams may be. */
  public SpoolKeys keys() {
    try {
      return GivenKeys.of(keyFiles, Environment.of(spec).variables());
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), reason(e), e);
    }
  }

  /** How a stream is called beside others of the same directory. */
  public String name(Path stream) {
    Path relative = directory.relativize(stream);
    return relative.toString().isEmpty() ? stream.toString() : relative.toString();
  }

  public Path directory() {
    return directory;
  }

  /** What stood in the way, and what may help. */
  public static String reason(Exception e) {
    if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
      return reason(cause);
    }
    if (e instanceof AccessDeniedException denied) {
      return "no permission to read "
          + denied.getFile()
          + "; a spool is its owner's alone: become "
          + owner(denied.getFile())
          + ", or copy it as such";
    }
    String message = String.valueOf(e.getMessage());
    return e instanceof FileSystemException
        ? e.getClass().getSimpleName() + ": " + message
        : message;
  }

  private static String owner(String file) {
    try {
      return "user " + Files.getOwner(Path.of(file)).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "that user";
    }
  }
}
