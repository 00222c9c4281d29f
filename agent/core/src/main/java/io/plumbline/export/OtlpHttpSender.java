package io.plumbline.export;

import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.time.Clock;
import okhttp3.Request;

/** OTLP over http/protobuf: one POST. */
final class OtlpHttpSender extends OtlpSender {
  private final String url;
  private final OtlpCompression compression;
  private final Clock clock;

  OtlpHttpSender(OtlpEndpoint endpoint, OtlpConnection connection, Clock clock) {
    super(endpoint, connection);
    this.url = endpoint.uri().toString();
    this.compression = endpoint.compression();
    this.clock = clock;
  }

  @Override
  ExportResult post(OtlpConnection connection, MessageWriter message) throws IOException {
    Request.Builder request = connection.post(url, OtlpBody.of(message, compression));
    if (compression != OtlpCompression.NONE) {
      request.header("Content-Encoding", compression.key());
    }
    return connection.send(
        request.build(),
        response -> HttpAnswer.of(response, OtlpConnection.bodyOf(response)).result(clock));
  }
}
