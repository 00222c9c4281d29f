package io.plumbline.spool;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with HMAC-SHA-256, for keys of 32 bytes: one block. Source: RFC 5869. */
final class Hkdf {
  static final int KEY_BYTES = 32;
  private static final String HMAC = "HmacSHA256";

  private Hkdf() {}

  /**
   * @param info what the derived key is for
   */
  static byte[] derive(byte[] secret, byte[] salt, byte[] info) throws GeneralSecurityException {
    byte[] extracted = hmac(salt, secret);
    byte[] block = Arrays.copyOf(info, info.length + 1);
    block[info.length] = 1;
    return hmac(extracted, block);
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(key, HMAC));
    return mac.doFinal(message);
  }
}
