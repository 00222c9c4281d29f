package io.plumbline.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record as it lies in a segment, at an offset that is a multiple of 4: in a mapped segment one
 * document of Chronicle's, elsewhere one after the other. Little-endian.
 *
 * <pre>
 * offset  length  meaning
 *      0       4  CRC32C of everything below
 *      4       4  length n of the payload
 *      8       1  version of this layout: 1, or 2 when the payload is sealed
 *      9       1  hook
 *     10       2  0
 *     12       4  number of records right before this one that were kept in memory and are on no disk
 *     16       8  index
 *     24       8  position in the ring after this record
 *     32       8  wall clock when spooled, ms since 1970
 *     40       n  payload; sealed, it is {@link SealedBytes}, and bound to bytes 4 to 39
 * </pre>
 *
 * @param ringPosition where the ring goes on after it
 * @param notOnDisk records before it, up to the one on disk before it
 * @param isSealed whether the payload is still to be opened
 */
record RecordFrame(SpoolRecord record, long ringPosition, int notOnDisk, boolean isSealed) {
  static final int HEADER_BYTES = 40;
  static final byte VERSION = 1;
  static final byte SEALED_VERSION = 2;

  /** A higher number is no version but damage. */
  private static final int MAX_VERSION = 15;

  /** Bytes it takes, without what comes before it in a mapped segment. */
  int length() {
    return HEADER_BYTES + record.payload().remaining();
  }

  /** What it takes in a segment, from the start of one record to the next. */
  static int align(int frameBytes) {
    return (frameBytes + 3) & ~3;
  }

  /**
   * The length, with its header, of what may be a frame at this place.
   *
   * @param bytes little-endian, holding at least a header there
   * @return 0 when it is none, without a look at the checksum
   */
  static int lengthAt(ByteBuffer bytes, int at) {
    int version = bytes.get(at + 8);
    int payload = bytes.getInt(at + 4);
    boolean mayBe = version > 0 && version <= MAX_VERSION && bytes.getShort(at + 10) == 0;
    return mayBe && payload >= 0 && payload <= SpoolOptions.MAX_SEGMENT_BYTES / 4
        ? HEADER_BYTES + payload
        : 0;
  }

  /**
   * @param bytes of a frame and nothing else, little-endian
   * @return null when they are none
   * @throws OtherVersionException as {@link #at} does
   */
  static @Nullable RecordFrame of(ByteBuffer bytes) throws OtherVersionException {
    int length = bytes.limit();
    return length >= HEADER_BYTES && lengthAt(bytes, 0) == length ? at(bytes, 0, length) : null;
  }

  /**
   * @param length as {@link #lengthAt} says, all of it there
   * @return null when it is not whole
   * @throws OtherVersionException when it is whole, and of a version this agent does not know
   */
  static @Nullable RecordFrame at(ByteBuffer bytes, int at, int length)
      throws OtherVersionException {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(at + Integer.BYTES, length - Integer.BYTES));
    if (bytes.getInt(at) != (int) crc.getValue()) {
      return null;
    }
    if (!isKnown(bytes.get(at + 8))) {
      throw new OtherVersionException("records of version " + bytes.get(at + 8));
    }
    ByteBuffer payload = ByteBuffer.allocate(length - HEADER_BYTES);
    payload.put(bytes.slice(at + HEADER_BYTES, length - HEADER_BYTES)).flip();
    SpoolRecord record =
        new SpoolRecord(
            bytes.getLong(at + 16),
            bytes.get(at + 9) & 0xFF,
            bytes.getLong(at + 32),
            payload.asReadOnlyBuffer());
    boolean isSealed = bytes.get(at + 8) == SEALED_VERSION;
    return new RecordFrame(record, bytes.getLong(at + 24), bytes.getInt(at + 12), isSealed);
  }

  static boolean isKnown(byte version) {
    return version == VERSION || version == SEALED_VERSION;
  }

  /**
   * The record as it was captured.
   *
   * @return null when what was sealed was changed by somebody else
   * @throws MissingKeyException when it is under a key that is not given
   */
  @Nullable RecordFrame opened(SealedBytes.Opener opener) throws MissingKeyException {
    if (!isSealed) {
      return this;
    }
    ByteBuffer plain = opener.open(bound(), record.payload());
    if (plain == null) {
      return null;
    }
    SpoolRecord opened =
        new SpoolRecord(
            record.index(), record.hook(), record.spooledEpochMillis(), plain.asReadOnlyBuffer());
    return new RecordFrame(opened, ringPosition, notOnDisk, false);
  }

  /** What stands before the payload and after the checksum. */
  ByteBuffer bound() {
    ByteBuffer bound = ByteBuffer.allocate(HEADER_BYTES - Integer.BYTES);
    bound.order(ByteOrder.LITTLE_ENDIAN).putInt(record.payload().remaining());
    bound.put(isSealed ? SEALED_VERSION : VERSION).put((byte) record.hook());
    bound.putShort((short) 0).putInt(notOnDisk).putLong(record.index()).putLong(ringPosition);
    return bound.putLong(record.spooledEpochMillis()).flip();
  }
}
