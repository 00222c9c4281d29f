package io.plumbline.config;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The text of a configuration.
 *
 * @param name for error messages: the file's name as it was given
 * @param problem why there is no text; null when there is
 */
public record ConfigFile(String name, String text, @Nullable String problem) {
  /** A configuration of a thousand methods has less. */
  static final int MAX_BYTES = 1 << 20;

  public ConfigFile(String name, String text) {
    this(name, text, null);
  }

  /** Answers also when it cannot be read, is too large or is not UTF-8; then with the problem. */
  public static ConfigFile read(String path) {
    return read(path, path);
  }

  /**
   * @param place where it is, when that is not its name
   */
  static ConfigFile read(String path, String place) {
    // java.io, not NIO: this may run before the host's main.
    try (FileInputStream in = new FileInputStream(new File(place))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        return unusable(path, path + " is larger than 1 MiB; is it the right file?");
      }
      return new ConfigFile(path, decode(bytes));
    } catch (CharacterCodingException e) {
      return unusable(path, path + " is not UTF-8 text");
    } catch (IOException e) {
      return unusable(path, "the configuration cannot be read: " + e.getMessage());
    }
  }

  private static ConfigFile unusable(String path, String problem) {
    return new ConfigFile(path, "", problem);
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
