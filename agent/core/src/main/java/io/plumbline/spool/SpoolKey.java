package io.plumbline.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that records are encrypted under. Its id is made from it, so that whoever rotates keys
 * gives nothing but keys, and the id tells nothing of the key.
 */
final class SpoolKey {
  static final int BYTES = 32;
  private static final byte[] ID = "plumbline spool key id".getBytes(StandardCharsets.US_ASCII);

  private final byte[] secret;
  private final long id;

  SpoolKey(byte[] secret) throws GeneralSecurityException {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException("a spool key has 32 bytes, not " + secret.length);
    }
    this.secret = secret.clone();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(ID);
    this.id = ByteBuffer.wrap(digest.digest(secret)).getLong();
  }

  long id() {
    return id;
  }

  /** For records or for state, never both: {@code use} tells them apart. */
  SecretKeySpec subkey(byte[] salt, String use) throws GeneralSecurityException {
    byte[] info = ("plumbline " + use).getBytes(StandardCharsets.US_ASCII);
    return new SecretKeySpec(Hkdf.derive(secret, salt, info), "AES");
  }

  static String name(long id) {
    return HexFormat.of().toHexDigits(id);
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "key " + name(id);
  }
}
