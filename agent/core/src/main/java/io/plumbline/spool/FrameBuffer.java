package io.plumbline.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Where the writer thread puts a {@link RecordFrame} together; used again for each. */
final class FrameBuffer {
  private final byte[] bytes;
  private final ByteBuffer view;
  private final CRC32C crc = new CRC32C();

  FrameBuffer(int maxFrameBytes) {
    this.bytes = new byte[maxFrameBytes];
    this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  void encode(int hook, long index, long millis, long ringPosition, ByteBuffer payload) {
    view.clear().putInt(0).putInt(payload.remaining()).put(RecordFrame.VERSION).put((byte) hook);
    view.putShort((short) 0).putInt(0).putLong(index).putLong(ringPosition).putLong(millis);
    view.put(payload).flip();
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

  int maxPayload() {
    return bytes.length - RecordFrame.HEADER_BYTES;
  }
}
