package io.plumbline.config;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A key that is never printed. */
public final class SecretBytes {
  private final byte[] bytes;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @param text 64 hex digits, or base64 of 32 bytes
   * @return null when it is neither
   */
  public static @Nullable SecretBytes parse(String text) {
    try {
      byte[] bytes =
          text.length() == 64 ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text);
      return bytes.length == 32 ? new SecretBytes(bytes) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretBytes key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "a key";
  }
}
