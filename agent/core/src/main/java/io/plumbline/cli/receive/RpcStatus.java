package io.plumbline.cli.receive;

import java.nio.charset.StandardCharsets;
import okio.Buffer;

/** Writes the one protobuf message that a receiver needs: google.rpc.Status with a message. */
final class RpcStatus {
  private static final int MESSAGE_TAG = (2 << 3) | 2;

  private RpcStatus() {}

  /** Nothing for an empty message, which is also an empty export response. */
  static byte[] withMessage(String message) {
    if (message.isEmpty()) {
      return new byte[0];
    }
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    Buffer status = new Buffer().writeByte(MESSAGE_TAG);
    int length = text.length;
    for (; length > 0x7f; length >>>= 7) {
      status.writeByte((length & 0x7f) | 0x80);
    }
    return status.writeByte(length).write(text).readByteArray();
  }
}
