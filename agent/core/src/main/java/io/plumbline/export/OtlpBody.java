package io.plumbline.export;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A marshalled request, in memory: at most the size of one batch, and so with a known length, and
 * writable again on a second connection when the first turns out to be dead.
 */
final class OtlpBody extends RequestBody {
  private static final String GRPC = "application/grpc";

  private final Buffer bytes;
  private final MediaType contentType;

  private OtlpBody(Buffer bytes, String contentType) {
    this.bytes = bytes;
    this.contentType = MediaType.get(contentType);
  }

  static OtlpBody of(MessageWriter message, @Nullable Compressor compressor, String contentType)
      throws IOException {
    return new OtlpBody(encoded(message, compressor), contentType);
  }

  /** With gRPC's frame before it: whether it is compressed, and its length (big-endian). */
  static OtlpBody framed(MessageWriter message, @Nullable Compressor compressor)
      throws IOException {
    Buffer encoded = encoded(message, compressor);
    Buffer frame = new Buffer();
    frame.writeByte(compressor == null ? 0 : 1);
    frame.writeInt((int) encoded.size());
    frame.writeAll(encoded);
    return new OtlpBody(frame, GRPC);
  }

  private static Buffer encoded(MessageWriter message, @Nullable Compressor compressor)
      throws IOException {
    Buffer buffer = new Buffer();
    try (OutputStream out = target(buffer, compressor)) {
      message.writeMessage(out);
    }
    return buffer;
  }

  private static OutputStream target(Buffer buffer, @Nullable Compressor compressor)
      throws IOException {
    return compressor == null ? buffer.outputStream() : compressor.compress(buffer.outputStream());
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
