package io.plumbline.startup;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.plumbline.redact.HashKey;
import io.plumbline.spool.OwnedText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  private RedactionKey() {}

  /**
   * @param service directory of the service's streams
   * @param fresh becomes the key where there is none
   * @throws IOException when there is none and none can be kept
   */
  static String of(Path service, String fresh) throws IOException {
    Path file = service.resolve(FILE);
    OwnedText.createOnce(file, fresh);
    return read(file);
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
