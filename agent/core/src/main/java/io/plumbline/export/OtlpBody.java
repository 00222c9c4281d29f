package io.plumbline.export;

import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;

/**
 * A marshalled request, in memory: at most the size of one batch, and so with a known length, and
 * writable again on a second connection when the first turns out to be dead.
 */
final class OtlpBody extends RequestBody {
  private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");
  private static final MediaType GRPC = MediaType.get("application/grpc");

  private final Buffer bytes;
  private final MediaType contentType;

  private OtlpBody(Buffer bytes, MediaType contentType) {
    this.bytes = bytes;
    this.contentType = contentType;
  }

  static OtlpBody of(MessageWriter message, OtlpCompression compression) throws IOException {
    return new OtlpBody(encoded(message, compression), PROTOBUF);
  }

  /** With gRPC's frame before it: whether it is compressed, and its length (big-endian). */
  static OtlpBody framed(MessageWriter message, OtlpCompression compression) throws IOException {
    Buffer encoded = encoded(message, compression);
    Buffer frame = new Buffer();
    frame.writeByte(compression == OtlpCompression.NONE ? 0 : 1);
    frame.writeInt((int) encoded.size());
    frame.writeAll(encoded);
    return new OtlpBody(frame, GRPC);
  }

  private static Buffer encoded(MessageWriter message, OtlpCompression compression)
      throws IOException {
    Buffer buffer = new Buffer();
    try (OutputStream out = compression.into(buffer.outputStream())) {
      message.writeMessage(out);
    }
    return buffer;
  }

  @Override
  public MediaType contentType() {
    return contentType;
  }

  @Override
  public long contentLength() {
    return bytes.size();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    bytes.copyTo(sink.getBuffer(), 0, bytes.size());
    sink.emitCompleteSegments();
  }
}
