package io.plumbline.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.util.function.Consumer;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** OTLP over gRPC: one unary call on the caller's thread, as one HTTP/2 POST with trailers. */
final class OtlpGrpcSender implements GrpcSender {
  private final OtlpConnection connection;
  private final GrpcSenderConfig config;
  private final AttemptResult attempt;

  OtlpGrpcSender(OtlpConnection connection, GrpcSenderConfig config, AttemptResult attempt) {
    this.connection = connection;
    this.config = config;
    this.attempt = attempt;
  }

  @Override
  public void send(
      MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
    if (attempt.refusesSize(message.getContentLength())) {
      onError.accept(new IOException("Above the size limit"));
      return;
    }
    try {
      GrpcAnswer answer = call(message);
      attempt.endedWith(answer.result());
      onResponse.accept(new Answered(answer));
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
    try (Response response = connection.execute(request.build())) {
      return GrpcFrames.answer(
          response, OtlpConnection.bodyOf(response, config.getMaxResponseBodySize()));
    }
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

  private record Answered(GrpcAnswer answer) implements GrpcResponse {
    @Override
    public GrpcStatusCode getStatusCode() {
      return answer.code();
    }

    @Override
    public String getStatusDescription() {
      return answer.message();
    }

    @Override
    public byte[] getResponseMessage() {
      return answer.body().toByteArray();
    }
  }
}
