package io.plumbline.config;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The text of {@code plumbline.yaml}.
 *
 * @param name for error messages: the file's name as it was given
 */
public record ConfigFile(String name, String text) {
  /** A configuration of a thousand methods has less. */
  static final int MAX_BYTES = 1 << 20;

  /**
   * @throws ConfigException when it cannot be read or is not UTF-8
   */
  public static ConfigFile read(String path) throws ConfigException {
    // java.io, not NIO: this may run before the host's main.
    try (FileInputStream in = new FileInputStream(new File(path))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ConfigException(path + " is larger than 1 MiB; is it the right file?");
      }
      return new ConfigFile(path, decode(bytes));
    } catch (CharacterCodingException e) {
      throw new ConfigException(path + " is not UTF-8 text");
    } catch (IOException e) {
      throw new ConfigException("the configuration cannot be read: " + e.getMessage());
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
