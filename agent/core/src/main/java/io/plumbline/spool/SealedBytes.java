package io.plumbline.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What AES-256-GCM makes of some bytes, with all that is needed to open it but the key.
 * Little-endian.
 *
 * <pre>
 * offset  length  meaning
 *      0       8  key id
 *      8      16  salt: HKDF-SHA-256 makes the key of this and the secret
 *     24       8  counter; the nonce is 4 zeros and it
 *     32       n  ciphertext, as long as the plain text
 *   32+n      16  tag
 * </pre>
 *
 * <p>No nonce can come twice, whatever happens to the process: a salt is drawn anew by everybody
 * who seals, at each start and for each segment, and so is used with one run of counters only.
 */
final class SealedBytes {
  static final int SALT_BYTES = 16;
  static final int HEADER_BYTES = 32;
  static final int TAG_BYTES = 16;
  static final int OVERHEAD_BYTES = HEADER_BYTES + TAG_BYTES;

  private static final int COUNTER_AT = 24;
  private static final int NONCE_BYTES = 12;
  private static final String AES_GCM = "AES/GCM/NoPadding";

  private SealedBytes() {}

  private static GCMParameterSpec nonce(long counter) {
    ByteBuffer nonce = ByteBuffer.allocate(NONCE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    nonce.putInt(0).putLong(counter);
    return new GCMParameterSpec(8 * TAG_BYTES, nonce.array());
  }

  /** Seals under one key. For one thread. */
  static final class Sealer {
    private final SpoolKey key;
    private final String use;
    private final SecureRandom random = new SecureRandom();
    private final Cipher cipher;
    private final byte[] salt = new byte[SALT_BYTES];
    private SecretKeySpec subkey;
    private long counter;

    Sealer(SpoolKey key, String use) throws GeneralSecurityException {
      this.key = key;
      this.use = use;
      this.cipher = Cipher.getInstance(AES_GCM);
      random.nextBytes(salt);
      this.subkey = key.subkey(salt, use);
    }

    /** From now on under another salt. */
    void renew() throws GeneralSecurityException {
      byte[] fresh = new byte[SALT_BYTES];
      random.nextBytes(fresh);
      subkey = key.subkey(fresh, use);
      System.arraycopy(fresh, 0, salt, 0, SALT_BYTES);
      counter = 0;
    }

    /**
     * @param bound what is not secret, and must be the same when it is opened
     * @param into has room for {@link #OVERHEAD_BYTES} more than there are in {@code plain}
     */
    void seal(ByteBuffer bound, ByteBuffer plain, ByteBuffer into) throws GeneralSecurityException {
      int at = into.position();
      into.putLong(key.id()).put(salt).putLong(counter);
      cipher.init(Cipher.ENCRYPT_MODE, subkey, nonce(counter++));
      cipher.updateAAD(bound);
      cipher.updateAAD(into.duplicate().flip().position(at));
      cipher.doFinal(plain, into);
    }
  }

  /** Opens what any of some keys has sealed; remembers the last salt. For one thread. */
  static final class Opener {
    private final SpoolKeys keys;
    private final String use;
    private @Nullable Cipher cipher;
    private @Nullable SecretKeySpec subkey;
    private long keyId;
    private byte[] salt = new byte[0];

    Opener(SpoolKeys keys, String use) {
      this.keys = keys;
      this.use = use;
    }

    /**
     * @param sealed from its position to its limit; they do not move
     * @return null when it is not what was sealed
     * @throws MissingKeyException when its key is none of ours
     */
    @Nullable ByteBuffer open(ByteBuffer bound, ByteBuffer sealed) throws MissingKeyException {
      int at = sealed.position();
      int plainBytes = sealed.remaining() - OVERHEAD_BYTES;
      if (plainBytes < 0) {
        return null;
      }
      ByteBuffer header = sealed.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      try {
        SecretKeySpec opening = subkey(header.getLong(at), header);
        Cipher with = cipher == null ? Cipher.getInstance(AES_GCM) : cipher;
        cipher = with;
        with.init(Cipher.DECRYPT_MODE, opening, nonce(header.getLong(at + COUNTER_AT)));
        with.updateAAD(bound);
        with.updateAAD(header.duplicate().limit(at + HEADER_BYTES));
        ByteBuffer plain = ByteBuffer.allocate(plainBytes);
        with.doFinal(header.duplicate().position(at + HEADER_BYTES), plain);
        return plain.flip();
      } catch (GeneralSecurityException changed) {
        return null;
      }
    }

    private SecretKeySpec subkey(long id, ByteBuffer header)
        throws GeneralSecurityException, MissingKeyException {
      byte[] itsSalt = new byte[SALT_BYTES];
      header.get(header.position() + Long.BYTES, itsSalt);
      SecretKeySpec known = subkey;
      if (known == null || id != keyId || !Arrays.equals(salt, itsSalt)) {
        known = keys.require(id).subkey(itsSalt, use);
        subkey = known;
        keyId = id;
        salt = itsSalt;
      }
      return known;
    }
  }
}
