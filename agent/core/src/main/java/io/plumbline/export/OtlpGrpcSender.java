package io.plumbline.export;

import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.time.Clock;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;

/** OTLP over gRPC: one unary call, as one HTTP/2 POST with trailers. */
final class OtlpGrpcSender extends OtlpSender {
  private final String url;
  private final OtlpCompression compression;
  private final Clock clock;

  OtlpGrpcSender(OtlpEndpoint endpoint, OtlpSignal signal, OtlpConnection connection, Clock clock) {
    super(endpoint, connection);
    this.url = endpoint.uri().resolve(signal.grpcMethod()).toString();
    this.compression = endpoint.compression();
    this.clock = clock;
  }

  @Override
  ExportResult post(OtlpConnection connection, MessageWriter message) throws IOException {
    Request.Builder request =
        connection.post(url, OtlpBody.framed(message, compression)).header("te", "trailers");
    if (compression != OtlpCompression.NONE) {
      request.header("grpc-encoding", compression.key());
    }
    return connection.send(
        request.build(), response -> resultOf(response, OtlpConnection.bodyOf(response)));
  }

  private ExportResult resultOf(Response response, ByteString body) throws IOException {
    GrpcAnswer answer = GrpcFrames.answer(response, body);
    return answer == null ? HttpAnswer.of(response, body).resultForGrpc(clock) : answer.result();
  }
}
