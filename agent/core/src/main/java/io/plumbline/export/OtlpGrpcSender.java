package io.plumbline.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** OTLP over gRPC: one unary call on the caller's thread, as one HTTP/2 POST with trailers. */
final class OtlpGrpcSender implements GrpcSender {
  private final OtlpConnection connection;
  private final GrpcSenderConfig config;
  private final AttemptResult attempt;
  private final Clock clock;

  OtlpGrpcSender(
      OtlpConnection connection, GrpcSenderConfig config, AttemptResult attempt, Clock clock) {
    this.connection = connection;
    this.config = config;
    this.attempt = attempt;
    this.clock = clock;
  }

  @Override
  public void send(
      MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
    if (attempt.refusesSize(message.getContentLength())) {
      onError.accept(new IOException("Above the size limit"));
      return;
    }
    try {
      onResponse.accept(new Answered(call(message)));
    } catch (IOException unanswered) {
      attempt.endedUnanswered(unanswered);
      onError.accept(unanswered);
    }
  }

  private GrpcAnswer call(MessageWriter message) throws IOException {
    @Nullable Compressor compressor = config.getCompressor();
    Request.Builder request =
        connection
            .post(url(), config.getHeadersSupplier().get(), OtlpBody.framed(message, compressor))
            .header("te", "trailers");
    if (compressor != null) {
      request.header("grpc-encoding", compressor.getEncoding());
    }
    return connection.send(
        request.build(),
        response ->
            judged(response, OtlpConnection.bodyOf(response, config.getMaxResponseBodySize())));
  }

  private GrpcAnswer judged(Response response, ByteString body) throws IOException {
    GrpcAnswer answer = GrpcFrames.answer(response, body);
    if (answer != null) {
      attempt.endedWith(answer.result());
      return answer;
    }
    HttpAnswer foreign = HttpAnswer.of(response, body);
    attempt.endedWith(foreign.resultForGrpc(clock));
    return new GrpcAnswer(GrpcStatusCode.UNKNOWN, foreign.reason(), null, ByteString.EMPTY);
  }

  private String url() {
    String base = config.getEndpoint().resolve("/").toString();
    String method = config.getFullMethodName();
    return base + (method.startsWith("/") ? method.substring(1) : method);
  }

  @Override
  public CompletableResultCode shutdown() {
    connection.close();
    return CompletableResultCode.ofSuccess();
  }

  /** Without the receiver's words, which may quote a header: the SDK logs them. */
  private record Answered(GrpcAnswer answer) implements GrpcResponse {
    @Override
    public GrpcStatusCode getStatusCode() {
      return answer.code();
    }

    @Override
    public String getStatusDescription() {
      return "";
    }

    @Override
    public byte[] getResponseMessage() {
      return answer.body().toByteArray();
    }
  }
}
