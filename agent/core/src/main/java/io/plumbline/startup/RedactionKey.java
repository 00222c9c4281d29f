package io.plumbline.startup;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.plumbline.redact.KeyedHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The key of this service's hashes: made once, kept beside its streams, readable by its owner only,
 * never exported. So equal strings have equal hashes over restarts.
 */
final class RedactionKey {
  private static final String FILE = "redaction.key";

  private RedactionKey() {}

  /**
   * @param service directory of the service's streams
   * @throws IOException when there is none and none can be kept
   */
  static byte[] of(Path service) throws IOException {
    Path file = service.resolve(FILE);
    try {
      return create(file);
    } catch (FileAlreadyExistsException e) {
      return read(file);
    }
  }

  private static byte[] create(Path file) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    byte[] key = KeyedHash.newKey();
    try (FileChannel channel =
        FileChannel.open(file, Set.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS), ownerOnly)) {
      channel.write(ByteBuffer.wrap(key));
    }
    return key;
  }

  private static byte[] read(Path file) throws IOException {
    ByteBuffer key = ByteBuffer.allocate(KeyedHash.KEY_BYTES);
    try (FileChannel channel = FileChannel.open(file, Set.of(READ, NOFOLLOW_LINKS))) {
      if (channel.read(key) != KeyedHash.KEY_BYTES) {
        throw new IOException(file + " is cut short; remove it, and a new key is made");
      }
    }
    return key.array();
  }
}
