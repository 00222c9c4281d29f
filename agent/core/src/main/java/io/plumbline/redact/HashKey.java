package io.plumbline.redact;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keys the hashes that stand for removed strings: HMAC-SHA-256 (RFC 2104) of the string's UTF-8,
 * its first eight bytes. Equal strings have equal hashes under one key, so values can be compared
 * and counted without being known; whoever has the key and a value can compute its hash:
 *
 * <pre>printf %s VALUE | openssl dgst -sha256 -hmac KEY</pre>
 *
 * <p>{@link #id} stands beside each hash, so that keys can rotate.
 */
public final class HashKey {
  /** Characters that a key has at least. */
  public static final int LEAST_LENGTH = 16;

  /** Characters that are hashed at most; of a longer text its beginning. */
  public static final int MOST_HASHED = 4096;

  /** What the id of a key may be. */
  public static final String ID = "[A-Za-z0-9._-]{1,32}";

  private static final int NEW_KEY_BYTES = 32;

  private static final Pattern WRITTEN =
      Pattern.compile("hash:(?:" + ID + ":)?[0-9a-f]{16}/[0-9]{1,10}");

  private final int[] inner;
  private final int[] outer;
  private final String id;
  private final byte[] idBytes;

  private HashKey(int[] inner, int[] outer, @Nullable String id) {
    this.inner = inner;
    this.outer = outer;
    this.id = id == null ? derivedId(inner, outer) : id;
    this.idBytes = this.id.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param key any text of {@value #LEAST_LENGTH} characters or more; what counts is its UTF-8
   * @param id null to derive one: eight hex digits that do not tell the key
   * @throws IllegalArgumentException when the key is too short or the id does not fit {@link #ID}
   */
  public static HashKey of(String key, @Nullable String id) {
    if (key.length() < LEAST_LENGTH) {
      throw new IllegalArgumentException("a redaction key has " + LEAST_LENGTH + " characters");
    }
    if (id != null && !id.matches(ID)) {
      throw new IllegalArgumentException("the id of a redaction key fits " + ID);
    }
    byte[] block = block(key.getBytes(StandardCharsets.UTF_8));
    return new HashKey(padded(block, 0x36), padded(block, 0x5c), id);
  }

  /** The same key under another name. */
  public HashKey withId(String newId) {
    return new HashKey(inner, outer, newId);
  }

  /** A new key from the system's random source; may block, so never on a host thread. */
  public static String newKey() {
    byte[] key = new byte[NEW_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  private static byte[] block(byte[] key) {
    byte[] block = new byte[Sha256.BLOCK_BYTES];
    if (key.length <= block.length) {
      System.arraycopy(key, 0, block, 0, key.length);
      return block;
    }
    Sha256 digest = new Sha256();
    digest.begin();
    for (byte each : key) {
      digest.put(each & 0xFF);
    }
    digest.end();
    for (int i = 0; i < 32; i++) {
      block[i] = (byte) (digest.word(i / 4) >> (24 - 8 * (i % 4)));
    }
    return block;
  }

  /** The state after the first block, worked out once. */
  private static int[] padded(byte[] block, int pad) {
    Sha256 digest = new Sha256();
    digest.begin();
    for (byte each : block) {
      digest.put((each & 0xFF) ^ pad);
    }
    return digest.copyOfState();
  }

  private static String derivedId(int[] inner, int[] outer) {
    long hash = new HashKey(inner, outer, "").hash("plumbline key id");
    return HexFormat.of().toHexDigits((int) (hash >>> 32));
  }

  /** Eight hex digits of the key, whatever it is called; they do not tell it. */
  public String fingerprint() {
    return derivedId(inner, outer);
  }

  /** Which key it is. */
  public String id() {
    return id;
  }

  /** {@link #id} in UTF-8; not to be changed. */
  public byte[] idBytes() {
    return idBytes;
  }

  /** For a caller that hashes seldom. */
  public long hash(String text) {
    return hash(text, new Sha256());
  }

  /**
   * @param scratch of this thread; its content is lost
   */
  long hash(String text, Sha256 scratch) {
    scratch.begin(inner, Sha256.BLOCK_BYTES);
    putUtf8(text, scratch);
    return end(scratch);
  }

  /** Of a number's digits. */
  long hash(long number, Sha256 scratch) {
    scratch.begin(inner, Sha256.BLOCK_BYTES);
    if (number < 0) {
      scratch.put('-');
    }
    long power = 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      power *= 10;
    }
    for (; power != 0; power /= 10) {
      scratch.put('0' + (int) Math.abs(number / power % 10));
    }
    return end(scratch);
  }

  private long end(Sha256 scratch) {
    scratch.end();
    int h0 = scratch.word(0);
    int h1 = scratch.word(1);
    int h2 = scratch.word(2);
    int h3 = scratch.word(3);
    int h4 = scratch.word(4);
    int h5 = scratch.word(5);
    int h6 = scratch.word(6);
    int h7 = scratch.word(7);
    scratch.begin(outer, Sha256.BLOCK_BYTES);
    putWord(h0, scratch);
    putWord(h1, scratch);
    putWord(h2, scratch);
    putWord(h3, scratch);
    putWord(h4, scratch);
    putWord(h5, scratch);
    putWord(h6, scratch);
    putWord(h7, scratch);
    scratch.end();
    return (long) scratch.word(0) << 32 | (scratch.word(1) & 0xFFFF_FFFFL);
  }

  private static void putWord(int word, Sha256 digest) {
    digest.put(word >>> 24);
    digest.put(word >>> 16 & 0xFF);
    digest.put(word >>> 8 & 0xFF);
    digest.put(word & 0xFF);
  }

  private static void putUtf8(String text, Sha256 digest) {
    int length = Math.min(text.length(), MOST_HASHED);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        digest.put(c);
      } else if (c < 0x800) {
        digest.put(0xC0 | c >> 6);
        digest.put(0x80 | (c & 0x3F));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int codePoint = Character.toCodePoint(c, text.charAt(++i));
        digest.put(0xF0 | codePoint >> 18);
        digest.put(0x80 | (codePoint >> 12 & 0x3F));
        digest.put(0x80 | (codePoint >> 6 & 0x3F));
        digest.put(0x80 | (codePoint & 0x3F));
      } else if (Character.isSurrogate(c)) {
        digest.put('?'); // half a pair is no character; String.getBytes says the same
      } else {
        digest.put(0xE0 | c >> 12);
        digest.put(0x80 | (c >> 6 & 0x3F));
        digest.put(0x80 | (c & 0x3F));
      }
    }
  }

  /** As it stands on a span: {@code hash:<key id>:<16 hex digits>/<length in UTF-16 units>}. */
  public String written(String text) {
    return written(id, hash(text), text.length());
  }

  /** As {@link #written(String)}, of what a record holds. */
  public static String written(String keyId, long hash, int length) {
    String digits = HexFormat.of().toHexDigits(hash);
    return keyId.isEmpty()
        ? "hash:" + digits + "/" + length
        : "hash:" + keyId + ":" + digits + "/" + length;
  }

  /** Whether a text is {@link #written} by a key. */
  public static boolean isHash(String text) {
    return WRITTEN.matcher(text).matches();
  }

  /**
   * What the key of a hash was called where it was made; empty when it says none.
   *
   * @param written what {@link #isHash} is true of
   */
  public static String idOf(String written) {
    int from = written.indexOf(':') + 1;
    return written.substring(from, Math.max(from, written.lastIndexOf(':')));
  }

  /** The same, whatever the key is called: an id is given, and may be given anew. */
  public static String withoutId(String written) {
    int id = written.indexOf(':') + 1;
    int digits = written.indexOf(':', id);
    return written.startsWith("hash:") && digits > 0
        ? "hash:" + written.substring(digits + 1)
        : written;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HashKey that
        && id.equals(that.id)
        && Arrays.equals(inner, that.inner)
        && Arrays.equals(outer, that.outer);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "HashKey " + id;
  }
}
