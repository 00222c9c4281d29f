package io.plumbline.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32C;

/** Where the writer thread puts a {@link RecordFrame} together; used again for each. */
final class FrameBuffer {
  private final byte[] bytes;
  private final ByteBuffer view;
  private final CRC32C crc = new CRC32C();

  FrameBuffer(int maxFrameBytes) {
    this.bytes = new byte[RecordFrame.align(maxFrameBytes)];
    this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  void encode(
      int hook, long index, long notOnDisk, long millis, long ringPosition, ByteBuffer payload) {
    header(RecordFrame.VERSION, payload.remaining(), hook, index, notOnDisk, millis, ringPosition);
    view.put(payload).flip();
    checksum();
  }

  /** As {@link #encode}, with a payload that only the key opens. */
  void encodeSealed(
      SealedBytes.Sealer sealer,
      int hook,
      long index,
      long notOnDisk,
      long millis,
      long ringPosition,
      ByteBuffer payload)
      throws GeneralSecurityException {
    int sealed = payload.remaining() + SealedBytes.OVERHEAD_BYTES;
    header(RecordFrame.SEALED_VERSION, sealed, hook, index, notOnDisk, millis, ringPosition);
    ByteBuffer bound =
        ByteBuffer.wrap(bytes, Integer.BYTES, RecordFrame.HEADER_BYTES - Integer.BYTES);
    sealer.seal(bound, payload, view);
    view.flip();
    checksum();
  }

  private void header(
      byte version,
      int length,
      int hook,
      long index,
      long notOnDisk,
      long millis,
      long ringPosition) {
    view.clear().putInt(0).putInt(length).put(version).put((byte) hook);
    view.putShort((short) 0).putInt((int) Math.min(notOnDisk, Integer.MAX_VALUE));
    view.putLong(index).putLong(ringPosition).putLong(millis);
  }

  private void checksum() {
    crc.reset();
    crc.update(bytes, Integer.BYTES, view.limit() - Integer.BYTES);
    view.putInt(0, (int) crc.getValue());
  }

  /** Holds the frame in {@code [0, length())}. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return view.limit();
  }

  /** The frame and the zeros after it, up to where the next one can stand. */
  ByteBuffer padded() {
    int length = view.limit();
    int padded = RecordFrame.align(length);
    for (int i = length; i < padded; i++) {
      bytes[i] = 0;
    }
    return ByteBuffer.wrap(bytes, 0, padded);
  }

  /** The frame alone. */
  ByteBuffer frame() {
    return ByteBuffer.wrap(bytes, 0, view.limit());
  }

  /** Of one that may be sealed, so that what a record may take does not hang on keys. */
  int maxPayload() {
    return bytes.length - RecordFrame.HEADER_BYTES - SealedBytes.OVERHEAD_BYTES;
  }
}
