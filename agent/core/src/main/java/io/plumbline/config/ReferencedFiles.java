package io.plumbline.config;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Files whose text a configuration puts in, such as a mounted token. Each is read once a load, and
 * remembered, so that whoever watches the configuration can watch them too.
 */
final class ReferencedFiles {
  /** A token or a name has less. */
  private static final int MAX_BYTES = 64 << 10;

  private final UnaryOperator<String> place;
  private final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * @param place where a file of that name is to be read
   */
  ReferencedFiles(UnaryOperator<String> place) {
    this.place = place;
  }

  /** Each file that was asked for, with its text; empty for one that was not there. */
  Map<String, String> texts() {
    return Map.copyOf(texts);
  }

  /**
   * @return without the white space around it; null when there is no such file, or nothing in it
   * @throws InvalidValueException when it is there and cannot be used
   */
  @Nullable String text(String path, Origin origin) {
    String text = texts.get(path);
    if (text == null) {
      text = read(path, origin);
      texts.put(path, text);
    }
    return text.isEmpty() ? null : text;
  }

  private String read(String path, Origin origin) {
    File file = new File(place.apply(path));
    if (!file.exists()) {
      return "";
    }
    if (!file.isFile()) {
      throw unusable(path, "is no regular file", origin); // a pipe would never end
    }
    // java.io, not NIO: this may run before the host's main.
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw unusable(path, "is larger than 64 KiB", origin);
      }
      ByteBuffer whole = ByteBuffer.wrap(bytes);
      return StandardCharsets.UTF_8.newDecoder().decode(whole).toString().strip();
    } catch (CharacterCodingException e) {
      throw unusable(path, "is not UTF-8 text", origin);
    } catch (IOException e) {
      throw unusable(path, "cannot be read", origin);
    }
  }

  private static InvalidValueException unusable(String path, String why, Origin origin) {
    return InvalidValueException.at(origin, " needs the file " + path + ", which " + why);
  }
}
