package io.plumbline.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a spool: at most one that records and checkpoints are encrypted under, and those of
 * before, under which others are still read. Without any, all is plain.
 */
public final class SpoolKeys {
  public static final SpoolKeys NONE = new SpoolKeys(null, Map.of());

  private static final String RECORD = "spool record";
  private static final String STATE = "spool state";

  /** Before a sealed state. No state of ours begins so. */
  private static final byte[] SEALED_STATE = "PLMBSEAL".getBytes(StandardCharsets.US_ASCII);

  private final @Nullable SpoolKey current;
  private final Map<Long, SpoolKey> all;

  private SpoolKeys(@Nullable SpoolKey current, Map<Long, SpoolKey> all) {
    this.current = current;
    this.all = all;
  }

  /**
   * @param current of 32 bytes; null to encrypt nothing
   * @param others that may have been used before
   * @throws GeneralSecurityException when this JVM has no AES-256-GCM, HMAC and SHA-256
   */
  public static SpoolKeys of(byte @Nullable [] current, List<byte[]> others)
      throws GeneralSecurityException {
    Map<Long, SpoolKey> all = new LinkedHashMap<>();
    for (byte[] other : others) {
      SpoolKey key = new SpoolKey(other);
      all.put(key.id(), key);
    }
    SpoolKey writing = current == null ? null : new SpoolKey(current);
    if (writing != null) {
      all.put(writing.id(), writing);
      ByteBuffer sealed = ByteBuffer.allocate(SealedBytes.OVERHEAD_BYTES);
      new SealedBytes.Sealer(writing, RECORD)
          .seal(ByteBuffer.allocate(0), ByteBuffer.allocate(0), sealed);
    }
    return all.isEmpty() ? NONE : new SpoolKeys(writing, all);
  }

  /** Whether what is written from now on is encrypted. */
  public boolean areEncrypting() {
    return current != null;
  }

  /** Tells them apart from others; nothing of the secrets. */
  @Override
  public String toString() {
    String written = current == null ? "none" : SpoolKey.name(current.id());
    return written + (all.size() > 1 ? ", " + all.size() + " in all" : "");
  }

  SpoolKey require(long id) throws MissingKeyException {
    SpoolKey key = all.get(id);
    if (key == null) {
      throw new MissingKeyException(id);
    }
    return key;
  }

  /** Null when nothing is encrypted. */
  SealedBytes.@Nullable Sealer recordSealer() throws GeneralSecurityException {
    return current == null ? null : new SealedBytes.Sealer(current, RECORD);
  }

  /** As somebody else's records were sealed, to seal one of them again. */
  SealedBytes.Sealer recordSealer(long id) throws GeneralSecurityException, MissingKeyException {
    return new SealedBytes.Sealer(require(id), RECORD);
  }

  SealedBytes.Opener recordOpener() {
    return new SealedBytes.Opener(this, RECORD);
  }

  /** The bytes of a checkpoint as they go to the disk. */
  byte[] seal(Checkpoint checkpoint) {
    byte[] plain = checkpoint.encoded();
    if (current == null) {
      return plain;
    }
    int stateBytes = plain.length - Long.BYTES;
    int sealedAt = Long.BYTES + SEALED_STATE.length;
    ByteBuffer sealed = ByteBuffer.allocate(sealedAt + stateBytes + SealedBytes.OVERHEAD_BYTES);
    sealed.put(plain, 0, Long.BYTES).put(SEALED_STATE);
    sealed.order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer bound = ByteBuffer.wrap(plain, 0, Long.BYTES);
    try {
      new SealedBytes.Sealer(current, STATE)
          .seal(bound, ByteBuffer.wrap(plain, Long.BYTES, stateBytes), sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("it was tried before", e);
    }
    return sealed.array();
  }

  /**
   * @param stored of {@link #seal}, or plain
   * @throws MissingKeyException when it is under another key
   * @throws StreamDamagedException when it is not what was sealed
   */
  Checkpoint open(byte[] stored) throws MissingKeyException, StreamDamagedException {
    if (!isSealed(stored)) {
      return Checkpoint.decoded(stored);
    }
    int at = Long.BYTES + SEALED_STATE.length;
    ByteBuffer state =
        new SealedBytes.Opener(this, STATE)
            .open(
                ByteBuffer.wrap(stored, 0, Long.BYTES),
                ByteBuffer.wrap(stored, at, stored.length - at));
    if (state == null) {
      throw new StreamDamagedException("a checkpoint was changed by somebody else");
    }
    return new Checkpoint(ByteBuffer.wrap(stored).getLong(), state);
  }

  private static boolean isSealed(byte[] stored) {
    return stored.length >= Long.BYTES + SEALED_STATE.length
        && ByteBuffer.wrap(stored, Long.BYTES, SEALED_STATE.length)
            .equals(ByteBuffer.wrap(SEALED_STATE));
  }
}
