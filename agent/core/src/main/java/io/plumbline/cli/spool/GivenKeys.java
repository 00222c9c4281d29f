package io.plumbline.cli.spool;

import io.plumbline.config.SecretBytes;
import io.plumbline.spool.SpoolKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys that somebody gives a command: in files, or in the environment as an agent's. */
final class GivenKeys {
  private static final String VARIABLE = "PLUMBLINE_SPOOL_ENCRYPTION_KEY";

  private GivenKeys() {}

  /**
   * @throws IOException that says what is wrong, without the key
   */
  static SpoolKeys of(List<Path> files, Map<String, String> environment) throws IOException {
    List<byte[]> keys = new ArrayList<>();
    for (Path file : files) {
      keys.add(key(Files.readString(file), file.toString()));
    }
    String variable = environment.get(VARIABLE);
    if (keys.isEmpty() && variable != null) {
      keys.add(key(variable, VARIABLE));
    }
    try {
      return SpoolKeys.of(keys.isEmpty() ? null : keys.get(0), keys);
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM cannot decrypt: " + e.getMessage(), e);
    }
  }

  private static byte[] key(String text, String where) throws IOException {
    SecretBytes key = SecretBytes.parse(text.strip());
    if (key == null) {
      throw new IOException(where + " is not a key of 32 bytes in base64 or hex");
    }
    return key.bytes();
  }
}
