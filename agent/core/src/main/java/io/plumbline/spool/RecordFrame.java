package io.plumbline.spool;

import java.nio.ByteBuffer;
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
 *      8       1  version of this layout, 1
 *      9       1  hook
 *     10       2  0
 *     12       4  number of records right before this one that were kept in memory and are on no disk
 *     16       8  index
 *     24       8  position in the ring after this record
 *     32       8  wall clock when spooled, ms since 1970
 *     40       n  payload
 * </pre>
 *
 * @param ringPosition where the ring goes on after it
 * @param notOnDisk records before it, up to the one on disk before it
 */
record RecordFrame(SpoolRecord record, long ringPosition, int notOnDisk) {
  static final int HEADER_BYTES = 40;
  static final byte VERSION = 1;

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
    if (bytes.get(at + 8) != VERSION) {
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
    return new RecordFrame(record, bytes.getLong(at + 24), bytes.getInt(at + 12));
  }
}
