package io.plumbline.startup;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.plumbline.redact.HashKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The key of this service's hashes: made once, kept beside its streams, readable by its owner only,
 * never exported. So equal strings have equal hashes over restarts. A line of text, so that it can
 * be configured elsewhere as {@code redaction.key}.
 */
final class RedactionKey {
  private static final String FILE = "redaction.key";

  /** A key that somebody put there may be longer than ours. */
  private static final int MOST_BYTES = 4096;

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private RedactionKey() {}

  /**
   * @param service directory of the service's streams
   * @param fresh becomes the key where there is none
   * @throws IOException when there is none and none can be kept
   */
  static String of(Path service, String fresh) throws IOException {
    Path file = service.resolve(FILE);
    if (!Files.exists(file, NOFOLLOW_LINKS)) {
      create(service, file, fresh);
    }
    return read(file);
  }

  /** Whole or not at all, whenever we die, and by the first of several processes. */
  private static void create(Path service, Path file, String key) throws IOException {
    Path own = Files.createTempFile(service, "." + FILE, null, OWNER_ONLY);
    try {
      Files.writeString(own, key);
      publish(own, file);
    } finally {
      Files.deleteIfExists(own);
    }
  }

  private static void publish(Path own, Path file) throws IOException {
    try {
      Files.createLink(file, own); // unlike a move, it never replaces
    } catch (FileAlreadyExistsException e) {
      // Somebody was quicker; all use theirs.
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(own, file); // a file system without hard links
    }
  }

  private static String read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    try (FileChannel channel = FileChannel.open(file, Set.of(READ, NOFOLLOW_LINKS))) {
      channel.read(bytes);
    }
    String key = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    if (key.length() < HashKey.LEAST_LENGTH) {
      throw new IOException(file + " is cut short; remove it, and a new key is made");
    }
    return key;
  }
}
