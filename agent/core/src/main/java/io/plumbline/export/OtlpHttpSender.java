package io.plumbline.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** OTLP over http/protobuf: one POST on the caller's thread. */
final class OtlpHttpSender implements HttpSender {
  private final OtlpConnection connection;
  private final HttpSenderConfig config;
  private final AttemptResult attempt;
  private final Clock clock;

  OtlpHttpSender(
      OtlpConnection connection, HttpSenderConfig config, AttemptResult attempt, Clock clock) {
    this.connection = connection;
    this.config = config;
    this.attempt = attempt;
    this.clock = clock;
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    if (attempt.refusesSize(message.getContentLength())) {
      onError.accept(new IOException("Above the size limit"));
      return;
    }
    try {
      HttpAnswer answer = post(message);
      attempt.endedWith(answer.result(clock));
      onResponse.accept(new Answered(answer));
    } catch (IOException unanswered) {
      attempt.endedUnanswered(unanswered);
      onError.accept(unanswered);
    }
  }

  private HttpAnswer post(MessageWriter message) throws IOException {
    @Nullable Compressor compressor = config.getCompressor();
    Request.Builder request =
        connection.post(
            config.getEndpoint().toString(),
            config.getHeadersSupplier().get(),
            OtlpBody.of(message, compressor, config.getContentType()));
    if (compressor != null) {
      request.header("Content-Encoding", compressor.getEncoding());
    }
    return connection.send(
        request.build(),
        response ->
            HttpAnswer.of(
                response, OtlpConnection.bodyOf(response, config.getMaxResponseBodySize())));
  }

  @Override
  public CompletableResultCode shutdown() {
    connection.close();
    return CompletableResultCode.ofSuccess();
  }

  /** Without the receiver's words, which may quote a header: the SDK logs them. */
  private record Answered(HttpAnswer answer) implements HttpResponse {
    @Override
    public int getStatusCode() {
      return answer.status();
    }

    @Override
    public String getStatusMessage() {
      return "";
    }

    @Override
    public byte[] getResponseBody() {
      return new byte[0];
    }
  }
}
