package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.plumbline.export.ExportResult.Delivered;
import io.plumbline.export.ExportResult.Parked;
import io.plumbline.export.ExportResult.Refused;
import io.plumbline.export.ExportResult.Retryable;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OtlpGrpcExporterTest {
  private static final Metadata.Key<String> API_KEY =
      Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);

  private ScriptedGrpcReceiver receiver;
  private OtlpExporter exporter;

  @BeforeEach
  void start() throws IOException {
    receiver = ScriptedGrpcReceiver.start();
    exporter = exporterWith(Map.of(), Duration.ofSeconds(5), OtlpCompression.NONE);
  }

  @AfterEach
  void stop() {
    exporter.close();
    receiver.close();
  }

  @Test
  void spansArrive() {
    assertThat(exporter.exportSpans(TestSpans.many(3))).isEqualTo(new Delivered(0, ""));

    assertThat(receiver.received()).hasSize(1);
    assertThat(receiver.received().get(0))
        .containsExactlyInAnyOrder("predict 0", "predict 1", "predict 2");
  }

  @Test
  void metricsArrive() {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    SdkMeterProvider meters = SdkMeterProvider.builder().registerMetricReader(reader).build();
    meters.get("io.plumbline").counterBuilder("plumbline.inferences").build().add(3);

    assertThat(exporter.exportMetrics(reader.collectAllMetrics())).isEqualTo(new Delivered(0, ""));

    assertThat(receiver.metrics()).hasSize(1);
  }

  @Test
  void gzipIsUnderstood() {
    exporter = exporterWith(Map.of(), Duration.ofSeconds(5), OtlpCompression.GZIP);

    assertThat(exporter.exportSpans(TestSpans.many(100))).isInstanceOf(Delivered.class);

    assertThat(receiver.received().get(0)).hasSize(100);
    assertThat(receiver.headers().get(0).toString()).contains("grpc-encoding=gzip");
  }

  @Test
  void headersAreSent() {
    exporter =
        exporterWith(Map.of("api-key", "s3cret"), Duration.ofSeconds(5), OtlpCompression.NONE);

    exporter.exportSpans(TestSpans.many(1));

    assertThat(receiver.headers().get(0).get(API_KEY)).isEqualTo("s3cret");
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {
        "CANCELLED",
        "DEADLINE_EXCEEDED",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNAVAILABLE",
        "DATA_LOSS"
      })
  void temporaryStatusIsRetryable(Status.Code code) {
    receiver.answers(ScriptedGrpcReceiver.fails(code.toStatus().asRuntimeException()));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .isEqualTo(new Retryable(null, "gRPC " + code));
    assertThat(receiver.received()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNAUTHENTICATED", "PERMISSION_DENIED", "UNIMPLEMENTED"})
  void forbiddenOrMissingServiceIsParked(Status.Code code) {
    receiver.answers(
        ScriptedGrpcReceiver.fails(
            code.toStatus().withDescription("not for you").asRuntimeException()));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .isEqualTo(new Parked("gRPC " + code + ": not for you"));
  }

  @Test
  void invalidArgumentIsRefusedAndDivisible() {
    receiver.answers(
        ScriptedGrpcReceiver.fails(
            Status.INVALID_ARGUMENT.withDescription("größer\n100 %").asRuntimeException()));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .isEqualTo(new Refused("gRPC INVALID_ARGUMENT: größer 100 %", true));
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNKNOWN", "NOT_FOUND", "ALREADY_EXISTS", "FAILED_PRECONDITION", "INTERNAL"})
  void otherFailureIsRefusedWhole(Status.Code code) {
    receiver.answers(ScriptedGrpcReceiver.fails(code.toStatus().asRuntimeException()));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .isEqualTo(new Refused("gRPC " + code, false));
  }

  @Test
  void exhaustedWithRetryInfoIsRetryableAfterIt() {
    receiver.answers(
        ScriptedGrpcReceiver.fails(
            withDetails(
                Status.Code.RESOURCE_EXHAUSTED,
                ErrorInfo.newBuilder().setReason("QUOTA").build(),
                retryIn(3, 500_000_000))));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .asInstanceOf(type(Retryable.class))
        .extracting(Retryable::after)
        .isEqualTo(Duration.ofMillis(3500));
  }

  @Test
  void exhaustedWithoutRetryInfoIsRefused() {
    receiver.answers(ScriptedGrpcReceiver.fails(Status.RESOURCE_EXHAUSTED.asRuntimeException()));

    assertThat(exporter.exportSpans(TestSpans.many(1))).isInstanceOf(Refused.class);
  }

  @Test
  void unavailableMayCarryRetryInfo() {
    receiver.answers(
        ScriptedGrpcReceiver.fails(withDetails(Status.Code.UNAVAILABLE, retryIn(60, 0))));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .asInstanceOf(type(Retryable.class))
        .extracting(Retryable::after)
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void partialSuccessIsDeliveredWithItsCountAndMessage() {
    receiver.answers(
        ScriptedGrpcReceiver.ok(
            ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(
                    ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(2)
                        .setErrorMessage("too old"))
                .build()));

    assertThat(exporter.exportSpans(TestSpans.many(5))).isEqualTo(new Delivered(2, "too old"));
  }

  @Test
  void hangingReceiverIsRetryableAfterTheTimeout() {
    receiver.answers(response -> {});
    exporter = exporterWith(Map.of(), Duration.ofMillis(200), OtlpCompression.NONE);

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .asInstanceOf(type(Retryable.class))
        .extracting(Retryable::reason)
        .asString()
        .contains("nothing within 200 ms");
  }

  @Test
  void hangingReceiverIsRetryableAlsoWhereOkHttpDoesNotEndTheRequest() throws Exception {
    receiver.answers(response -> {});
    exporter = exporterWith(Map.of(), Duration.ofHours(1), OtlpCompression.NONE);
    CompletableFuture<ExportResult> result =
        CompletableFuture.supplyAsync(() -> exporter.exportSpans(TestSpans.many(1)));

    RequestsUnderWay.cancelOverdue(System.nanoTime());
    assertThat(result).isNotDone();
    while (!result.isDone()) {
      RequestsUnderWay.cancelOverdue(System.nanoTime() + Duration.ofHours(2).toNanos());
      Thread.onSpinWait();
    }

    assertThat(result.get())
        .asInstanceOf(type(Retryable.class))
        .extracting(Retryable::reason)
        .asString()
        .contains("nothing within 3600000 ms");
  }

  @Test
  void restartedReceiverIsFoundAgain() throws IOException {
    assertThat(exporter.exportSpans(TestSpans.many(1))).isInstanceOf(Delivered.class);
    URI before = receiver.uri();
    receiver.close();
    assertThat(exporter.exportSpans(TestSpans.many(1))).isInstanceOf(Retryable.class);

    receiver = ScriptedGrpcReceiver.startAt(before.getPort());

    assertThat(exporter.exportSpans(TestSpans.many(1))).isInstanceOf(Delivered.class);
  }

  /** As when the endpoint's port is the one for http. */
  @Test
  void receiverThatSpeaksHttp1IsRetryable() throws IOException {
    try (ScriptedHttpReceiver http = ScriptedHttpReceiver.start()) {
      exporter.close();
      exporter =
          new OtlpExporter(ExportOptions.below(http.uri(), OtlpProtocol.GRPC), Clock.systemUTC());

      assertThat(exporter.exportSpans(TestSpans.many(1))).isInstanceOf(Retryable.class);
    }
  }

  private static RetryInfo retryIn(long seconds, int nanos) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos))
        .build();
  }

  private static StatusRuntimeException withDetails(Status.Code code, Message... details) {
    com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder().setCode(code.value());
    for (Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private OtlpExporter exporterWith(
      Map<String, String> headers, Duration timeout, OtlpCompression compression) {
    if (exporter != null) {
      exporter.close();
    }
    OtlpEndpoint endpoint =
        new OtlpEndpoint(
            receiver.uri(), OtlpProtocol.GRPC, headers, timeout, compression, OtlpTls.DEFAULT);
    return new OtlpExporter(new ExportOptions(endpoint, endpoint), Clock.systemUTC());
  }
}
