package io.plumbline.redact;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-2-4 of a string's UTF-16 units: a keyed 64-bit hash that allocates nothing.
 *
 * <p>For what stays in memory: which values a {@link Vocabulary} has seen. What is written has the
 * hash of a {@link HashKey}. Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF",
 * 2012.
 */
public final class KeyedHash {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 16;

  /** Eight bytes. */
  private static final int UNITS_OF_A_BLOCK = 4;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long k0;
  private final long k1;

  /**
   * @param key {@value #KEY_BYTES} bytes
   * @throws IllegalArgumentException when it has another length
   */
  public KeyedHash(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "a redaction key has " + KEY_BYTES + " bytes, not " + key.length);
    }
    k0 = (long) LONG.get(key, 0);
    k1 = (long) LONG.get(key, 8);
  }

  /** A new key from the system's random source; may block, so never on a host thread. */
  public static byte[] newKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  public long hash(String text) {
    return hash(text, text.length());
  }

  /** Of the first {@code end} units at most. */
  long hash(String text, int end) {
    return hash(text, 0, Math.min(end, text.length()));
  }

  /** Of a number: what nobody can foretell who has not the key. */
  long hash(long number) {
    return hash("", number, UNITS_OF_A_BLOCK);
  }

  /**
   * @param text empty for a number
   * @param units of the text, or the four of the number
   */
  private long hash(String text, long number, int units) {
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;
    int blocks = units / UNITS_OF_A_BLOCK;
    // One block more than the full ones: it carries the rest and the length.
    for (int block = 0; block <= blocks + 1; block++) {
      int rounds = 2;
      long word = 0;
      if (block <= blocks) {
        word = word(text, number, block * UNITS_OF_A_BLOCK, units);
        word |= block == blocks ? (long) units << 57 : 0;
      } else {
        v2 ^= 0xff;
        rounds = 4;
      }
      v3 ^= word;
      for (int i = 0; i < rounds; i++) {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
      }
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /** The number, or up to four UTF-16 units of the text from {@code from}, little-endian. */
  private static long word(String text, long number, int from, int end) {
    if (text.isEmpty()) {
      return from < end ? number : 0;
    }
    long word = 0;
    int to = Math.min(end, from + UNITS_OF_A_BLOCK);
    for (int i = from; i < to; i++) {
      word |= (long) text.charAt(i) << (16 * (i - from));
    }
    return word;
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "KeyedHash";
  }
}
