package io.plumbline.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record as it lies in the spool: one document of the queue. Little-endian.
 *
 * <pre>
 * offset  length  meaning
 *      0       4  CRC32C of everything below
 *      4       4  length n of the payload
 *      8       1  version of this layout, 1
 *      9       1  hook
 *     10       6  0
 *     16       8  index
 *     24       8  position in the ring after this record
 *     32       8  wall clock when spooled, ms since 1970
 *     40       n  payload
 * </pre>
 *
 * @param ringPosition where the ring goes on after it
 */
record RecordFrame(SpoolRecord record, long ringPosition) {
  static final int HEADER_BYTES = 40;
  static final byte VERSION = 1;

  /** Bytes it takes in its document. */
  int length() {
    return HEADER_BYTES + record.payload().remaining();
  }

  /**
   * @return null when a length, the version or the checksum is wrong
   */
  static @Nullable RecordFrame decode(byte[] bytes) {
    ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER_BYTES
        || frame.getInt(4) != bytes.length - HEADER_BYTES
        || frame.get(8) != VERSION) {
      return null;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 4, bytes.length - 4);
    if (frame.getInt(0) != (int) crc.getValue()) {
      return null;
    }
    ByteBuffer payload = frame.slice(HEADER_BYTES, bytes.length - HEADER_BYTES).asReadOnlyBuffer();
    SpoolRecord record =
        new SpoolRecord(frame.getLong(16), frame.get(9) & 0xFF, frame.getLong(32), payload);
    return new RecordFrame(record, frame.getLong(24));
  }
}
