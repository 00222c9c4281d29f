package io.plumbline.it;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.OtlpRequest;
import io.plumbline.it.harness.SdkSender;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our own receiver records what it gets and answers what it is told to. */
@Tag("harness")
class OtlpReceiverIT {
  private static final ExportTraceServiceRequest EMPTY =
      ExportTraceServiceRequest.getDefaultInstance();

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();

  @ParameterizedTest
  @EnumSource
  void requestsOfTheSdkAreRecorded(OtlpProtocol protocol) {
    SdkSender sender = new SdkSender("churn", receiver, protocol, Map.of("api-key", "secret"));

    SpanContext sent = sender.span("predict", Attributes.of(stringKey("ml.input.country"), "FR"));
    sender.metrics(meter -> meter.counterBuilder("ml.prediction.count").build().add(2));

    assertThat(receiver.awaitSpans(1)).hasSize(1);
    assertThat(receiver.spans().get(0).spanId()).isEqualTo(sent.getSpanId());
    assertThat(receiver.spans().get(0).attribute("ml.input.country")).isEqualTo("FR");
    assertThat(receiver.spans().get(0).resourceAttributes()).containsEntry("service.name", "churn");
    receiver.awaitMetric("ml.prediction.count", metric -> metric.total() == 2);
    OtlpRequest first = receiver.requests().get(0);
    assertThat(first.protocol()).isEqualTo(protocol);
    assertThat(first.header("api-key")).isEqualTo("secret");
  }

  @Test
  void refusalOverHttpHasItsStatusAndRetryAfter() throws Exception {
    receiver.answerNext(Answer.overloaded(Duration.ofSeconds(7)));

    HttpResponse<byte[]> refused = post(EMPTY);
    HttpResponse<byte[]> accepted = post(EMPTY);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("7");
    assertThat(accepted.statusCode()).isEqualTo(200);
    assertThat(receiver.requests()).hasSize(2);
    assertThat(receiver.messages()).hasSize(1);
  }

  @Test
  void refusalOverGrpcHasItsCodeAndRetryInfo() {
    receiver.answerNext(Answer.overloaded(Duration.ofMillis(1500)));

    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, this::exportOverGrpc);

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(retryDelay(refused)).isEqualTo(Durations.fromMillis(1500));
    assertThat(receiver.messages()).isEmpty();
  }

  @Test
  void partialSuccessIsAccepted() throws Exception {
    receiver.answer(request -> Answer.partialSuccess(4, "too old"));

    ExportTraceServiceResponse overHttp = ExportTraceServiceResponse.parseFrom(post(EMPTY).body());
    ExportTraceServiceResponse overGrpc = exportOverGrpc();

    assertThat(overHttp).isEqualTo(overGrpc);
    assertThat(overHttp.getPartialSuccess().getRejectedSpans()).isEqualTo(4);
    assertThat(overHttp.getPartialSuccess().getErrorMessage()).isEqualTo("too old");
    assertThat(receiver.messages()).hasSize(2);
  }

  @Test
  void delayedAnswerComesLater() throws Exception {
    receiver.answerNext(Answer.accept().after(Duration.ofMillis(300)));

    long started = System.nanoTime();
    post(EMPTY);

    assertThat(System.nanoTime() - started).isGreaterThan(Duration.ofMillis(299).toNanos());
  }

  @ParameterizedTest
  @EnumSource
  void receiverThatWentAwayComesBackOnItsPorts(OtlpProtocol protocol) throws Exception {
    URI before = receiver.endpoint(protocol);

    receiver.goAway();
    assertThat(catchThrowableOfType(ConnectException.class, () -> post(EMPTY))).isNotNull();
    receiver.comeBack();

    assertThat(receiver.endpoint(protocol)).isEqualTo(before);
    new SdkSender("churn", receiver, protocol, Map.of()).span("predict", Attributes.empty());
    assertThat(receiver.awaitSpans(1)).hasSize(1);
  }

  private HttpResponse<byte[]> post(ExportTraceServiceRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(receiver.endpoint(OtlpProtocol.HTTP) + "/v1/traces"))
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private ExportTraceServiceResponse exportOverGrpc() {
    URI endpoint = receiver.endpoint(OtlpProtocol.GRPC);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(endpoint.getHost(), endpoint.getPort())
            .usePlaintext()
            .build();
    try {
      return TraceServiceGrpc.newBlockingStub(channel).export(EMPTY);
    } finally {
      channel.shutdownNow();
    }
  }

  private static com.google.protobuf.Duration retryDelay(StatusRuntimeException refused) {
    try {
      return StatusProto.fromThrowable(refused)
          .getDetails(0)
          .unpack(RetryInfo.class)
          .getRetryDelay();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
