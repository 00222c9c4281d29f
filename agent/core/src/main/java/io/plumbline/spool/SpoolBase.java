package io.plumbline.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the directory in which all streams of one service lie, and refuses unsafe ones. */
final class SpoolBase {
  private static final int MAX_NAME = 200;

  private static final Set<PosixFilePermission> WRITE_BY_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private SpoolBase() {}

  /**
   * @param configured null to choose: {@code ./plumbline}, else below the temporary directory
   * @return an existing directory that only we can write; {@link OwnerOnly} closes it
   * @throws IOException that says, for each place, why it cannot be used
   */
  static Path serviceDirectory(@Nullable Path configured, String namespace, String name)
      throws IOException {
    List<String> objections = new ArrayList<>();
    for (Path base : candidates(configured)) {
      try {
        return below(base, namespace, name);
      } catch (IOException | UnsupportedOperationException e) {
        objections.add(base + ": " + e.getMessage());
      }
    }
    throw new IOException(String.join("; ", objections));
  }

  /**
   * @return likewise, below the temporary directory
   */
  static Path inTemporaryDirectory(String namespace, String name) throws IOException {
    return below(temporary(), namespace, name);
  }

  /** Of no service: what a process leaves that does not know its own. */
  static Path ofUserInTemporaryDirectory() throws IOException {
    return secured(temporary().toAbsolutePath().normalize(), WRITE_BY_OTHERS);
  }

  private static Path below(Path base, String namespace, String name) throws IOException {
    Path real = secured(base.toAbsolutePath().normalize(), WRITE_BY_OTHERS);
    return secured(real.resolve(directoryName(namespace, name)), WRITE_BY_OTHERS);
  }

  private static List<Path> candidates(@Nullable Path configured) throws IOException {
    return configured == null ? List.of(Path.of("plumbline"), temporary()) : List.of(configured);
  }

  private static Path temporary() throws IOException {
    Path directory = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    return directory.resolve("plumbline-" + OwnedFiles.ownUid());
  }

  private static Path secured(Path directory, Set<PosixFilePermission> refused) throws IOException {
    try {
      OwnedFiles.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // Looked at below, like one that is new: somebody may have been quicker.
    }
    String objection = OwnedFiles.objection(directory, refused);
    if (objection != null) {
      throw new IOException(objection);
    }
    if (!Files.isWritable(directory)) {
      throw new IOException("it is read-only");
    }
    return directory;
  }

  /** Makes a stream's directory again, and those above it, if somebody removed them. */
  static void restore(Path stream) throws IOException {
    Path service = Objects.requireNonNull(stream.getParent());
    Path ignored = secured(Objects.requireNonNull(service.getParent()), WRITE_BY_OTHERS);
    ignored = secured(service, OwnerOnly.OTHERS);
    OwnedFiles.createDirectory(stream);
  }

  static @Nullable String objectionToStream(Path directory) throws IOException {
    return OwnedFiles.objection(directory, OwnerOnly.OTHERS);
  }

  /** {@code namespace.name}, each escaped so that neither a dot nor a slash of theirs is left. */
  static String directoryName(String namespace, String name) {
    String full = namespace.isEmpty() ? escaped(name) : escaped(namespace) + "." + escaped(name);
    if (full.length() <= MAX_NAME) {
      return full;
    }
    return full.substring(0, MAX_NAME) + "~" + Integer.toHexString(full.hashCode());
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        escaped.append((char) b);
      } else {
        escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return escaped.isEmpty() ? "%" : escaped.toString();
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_';
  }
}
