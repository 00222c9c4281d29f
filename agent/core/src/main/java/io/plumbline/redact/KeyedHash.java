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
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;
    int length = Math.min(end, text.length());
    int blocks = length / 4;
    // One block more than the full ones: it carries the rest and the length.
    for (int block = 0; block <= blocks + 1; block++) {
      int rounds = 2;
      long word = 0;
      if (block <= blocks) {
        word = word(text, block * 4, length, block == blocks ? (long) length << 57 : 0);
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

  /** Of a number: what nobody can foretell who has not the key. */
  long hash(long number) {
    return hash(number, 8L << 56);
  }

  /** Of one word and the last one. */
  private long hash(long first, long last) {
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;
    for (int round = 0; round < 8; round++) {
      long word = round < 2 ? first : last;
      if (round == 0 || round == 2) {
        v3 ^= word;
      }
      if (round == 4) {
        v2 ^= 0xff;
      }
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
      if (round == 1 || round == 3) {
        v0 ^= word;
      }
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /** Up to four UTF-16 units from {@code from}, little-endian, with {@code high} mixed in. */
  private static long word(String text, int from, int end, long high) {
    long word = high;
    int to = Math.min(end, from + 4);
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
