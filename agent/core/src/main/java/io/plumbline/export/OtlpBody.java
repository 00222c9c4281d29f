package io.plumbline.export;

import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A request of known length, which can be written again on a second connection when the first turns
 * out to be dead. Compressed it is in memory, at most the size of one batch.
 */
final class OtlpBody extends RequestBody {
  private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");
  private static final MediaType GRPC = MediaType.get("application/grpc");

  private final MediaType contentType;
  private final Buffer first;
  private final @Nullable MessageWriter rest;

  private OtlpBody(MediaType contentType, Buffer first, @Nullable MessageWriter rest) {
    this.contentType = contentType;
    this.first = first;
    this.rest = rest;
  }

  static OtlpBody of(MessageWriter message, OtlpCompression compression) throws IOException {
    return compression == OtlpCompression.NONE
        ? new OtlpBody(PROTOBUF, new Buffer(), message)
        : new OtlpBody(PROTOBUF, compressed(message, compression), null);
  }

  /** With gRPC's frame before it: whether it is compressed, and its length (big-endian). */
  static OtlpBody framed(MessageWriter message, OtlpCompression compression) throws IOException {
    Buffer frame = new Buffer();
    if (compression == OtlpCompression.NONE) {
      frame.writeByte(0).writeInt(message.getContentLength());
      return new OtlpBody(GRPC, frame, message);
    }
    Buffer compressed = compressed(message, compression);
    frame.writeByte(1).writeInt((int) compressed.size()).writeAll(compressed);
    return new OtlpBody(GRPC, frame, null);
  }

  private static Buffer compressed(MessageWriter message, OtlpCompression compression)
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
    return first.size() + (rest == null ? 0 : rest.getContentLength());
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    first.copyTo(sink.getBuffer(), 0, first.size());
    if (rest != null) {
      rest.writeMessage(sink.outputStream());
    }
    sink.emitCompleteSegments();
  }
}
