package io.plumbline.export;

import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Headers;
import okhttp3.Response;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads a gRPC answer from an HTTP/2 response: status in the trailers, one framed message. */
final class GrpcFrames {
  private static final int FRAME_HEADER = 5;

  private GrpcFrames() {}

  /**
   * @param body read to its end, since trailers come after it
   * @return null when it is no answer of a gRPC server
   * @throws IOException when it is one without its end
   */
  static @Nullable GrpcAnswer answer(Response response, ByteString body) throws IOException {
    Headers status = statusHeaders(response);
    String code = status.get("grpc-status");
    if (code == null) {
      if (response.isSuccessful() && isGrpc(response.header("Content-Type"))) {
        throw new IOException("The answer ends before its status");
      }
      return null;
    }
    return new GrpcAnswer(
        codeOf(code),
        percentDecoded(status.get("grpc-message")),
        status.get("grpc-status-details-bin"),
        message(body));
  }

  /** An answer without a body has its status in the headers. */
  private static Headers statusHeaders(Response response) throws IOException {
    return response.header("grpc-status") == null ? response.trailers() : response.headers();
  }

  private static GrpcStatusCode codeOf(String code) {
    try {
      return GrpcStatusCode.fromValue(Integer.parseInt(code.trim()));
    } catch (IllegalArgumentException unknown) {
      return GrpcStatusCode.UNKNOWN;
    }
  }

  private static boolean isGrpc(@Nullable String contentType) {
    return contentType != null && contentType.startsWith("application/grpc");
  }

  /** The first message. We accept no compression, so a compressed one is a fault, not for us. */
  private static ByteString message(ByteString body) {
    if (body.size() < FRAME_HEADER || body.getByte(0) != 0) {
      return ByteString.EMPTY;
    }
    int length = body.asByteBuffer().getInt(1);
    int end = Math.max(0, Math.min(length, body.size() - FRAME_HEADER)) + FRAME_HEADER;
    return body.substring(FRAME_HEADER, end);
  }

  /** As gRPC encodes it: UTF-8, with %XX for what a header cannot hold. */
  private static String percentDecoded(@Nullable String encoded) {
    if (encoded == null) {
      return "";
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      int escaped = escapedByte(encoded, i);
      bytes.write(escaped < 0 ? encoded.charAt(i) : escaped);
      i += escaped < 0 ? 0 : 2;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int escapedByte(String text, int at) {
    if (text.charAt(at) != '%' || at + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at + 1), 16);
    int low = Character.digit(text.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
