package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.plumbline.export.ExportResult.Delivered;
import io.plumbline.export.ExportResult.Oversized;
import io.plumbline.export.ExportResult.Parked;
import io.plumbline.export.ExportResult.Refused;
import io.plumbline.export.ExportResult.Retryable;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.TraceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpHttpExporterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

  private ScriptedHttpReceiver receiver;
  private OtlpExporter exporter;

  @BeforeEach
  void start() throws IOException {
    receiver = ScriptedHttpReceiver.start();
    exporter = exporterTo(ExportOptions.below(receiver.uri(), OtlpProtocol.HTTP_PROTOBUF));
  }

  @AfterEach
  void stop() {
    exporter.close();
    receiver.close();
  }

  @Test
  void spansArriveAtTheirPath() {
    assertThat(exporter.exportSpans(TestSpans.many(3))).isEqualTo(new Delivered(0, ""));

    ScriptedHttpReceiver.Received request = receiver.received().get(0);
    assertThat(request.path()).isEqualTo("/v1/traces");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-protobuf");
    assertThat(request.header("User-Agent")).startsWith("Plumbline-OTLP-Exporter-Java/");
    assertThat(request.spanNames())
        .containsExactlyInAnyOrder("predict 0", "predict 1", "predict 2");
  }

  @Test
  void metricsArriveAtTheirPath() {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    SdkMeterProvider meters = SdkMeterProvider.builder().registerMetricReader(reader).build();
    meters.get("io.plumbline").counterBuilder("plumbline.inferences").build().add(3);

    assertThat(exporter.exportMetrics(reader.collectAllMetrics())).isEqualTo(new Delivered(0, ""));

    assertThat(receiver.received()).extracting(r -> r.path()).containsExactly("/v1/metrics");
  }

  @Test
  void oneConnectionServesManyRequests() {
    for (int i = 0; i < 20; i++) {
      assertThat(exporter.exportSpans(TestSpans.many(1))).isInstanceOf(Delivered.class);
    }

    assertThat(receiver.connections()).isEqualTo(1);
  }

  @Test
  void endpointOfOneSignalIsUsedAsItIs() {
    OtlpEndpoint traces =
        OtlpEndpoint.of(
            URI.create(receiver.uri() + "/custom/v1/traces"), OtlpProtocol.HTTP_PROTOBUF);
    exporter = exporterTo(new ExportOptions(traces, traces));

    exporter.exportSpans(TestSpans.many(1));

    assertThat(receiver.received().get(0).path()).isEqualTo("/custom/v1/traces");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void temporaryStatusIsRetryable(int status) {
    receiver.answers(ScriptedHttpReceiver.status(status));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .isInstanceOfSatisfying(
            Retryable.class,
            result -> {
              assertThat(result.after()).isNull();
              assertThat(result.reason()).startsWith("HTTP " + status);
            });
    assertThat(receiver.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 300, 304, 307})
  void forbiddenOrMissingEndpointIsParked(int status) {
    receiver.answers(ScriptedHttpReceiver.status(status, "Location", "/elsewhere"));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .asInstanceOf(type(Parked.class))
        .extracting(Parked::reason)
        .asString()
        .startsWith("HTTP " + status);
    assertThat(receiver.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413})
  void badRequestIsRefusedAndDivisible(int status) {
    receiver.answers(ScriptedHttpReceiver.status(status));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .isInstanceOfSatisfying(Refused.class, result -> assertThat(result.divisible()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(ints = {405, 415, 500, 501})
  void otherFailureIsRefusedWhole(int status) {
    receiver.answers(ScriptedHttpReceiver.status(status));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .isInstanceOfSatisfying(Refused.class, result -> assertThat(result.divisible()).isFalse());
  }

  @Test
  void retryAfterIsReadAsSeconds() {
    receiver.answers(ScriptedHttpReceiver.status(503, "Retry-After", "7"));

    assertThat(retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void retryAfterIsReadAsDate() {
    receiver.answers(
        ScriptedHttpReceiver.status(429, "Retry-After", "Fri, 20 Nov 2026 12:01:30 GMT"));

    assertThat(retryAfter()).isEqualTo(Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483647", "9223372036854775807"})
  void retryAfterIsBounded(String header) {
    receiver.answers(ScriptedHttpReceiver.status(503, "Retry-After", header));

    assertThat(retryAfter()).isEqualTo(RetryDelay.MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-3x", "9223372036854775808"})
  void retryAfterThatCannotBeReadIsNone(String header) {
    receiver.answers(ScriptedHttpReceiver.status(503, "Retry-After", header));

    assertThat(retryAfter()).isNull();
  }

  /** OkHttp would send the same again at once, behind our back. */
  @ParameterizedTest
  @ValueSource(ints = {408, 503})
  void oneAttemptIsOneRequest(int status) {
    receiver.answers(ScriptedHttpReceiver.status(status, "Retry-After", "0"));

    exporter.exportSpans(TestSpans.many(1));

    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void pageForPeopleIsParkedThoughItsStatusIsSuccess() {
    receiver.answers(page("text/html; charset=utf-8", "\n<html>Please log in</html>"));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .asInstanceOf(type(Parked.class))
        .extracting(Parked::reason)
        .asString()
        .contains("Please log in");
  }

  @Test
  void successInOtherWordsIsStillSuccess() {
    for (ScriptedHttpReceiver.Answer answer :
        List.of(
            page("text/html", "OK"),
            page("application/json", "{\"partialSuccess\":{}}"),
            page("application/x-protobuf", "no protobuf at all"),
            ScriptedHttpReceiver.status(204))) {
      receiver.answers(answer);

      assertThat(exporter.exportSpans(TestSpans.many(1))).isEqualTo(new Delivered(0, ""));
    }
  }

  private static ScriptedHttpReceiver.Answer page(String contentType, String text) {
    return (exchange, request) ->
        ScriptedHttpReceiver.respond(
            exchange, 200, text.getBytes(StandardCharsets.UTF_8), "Content-Type", contentType);
  }

  @Test
  void partialSuccessIsDeliveredWithItsCountAndMessage() {
    receiver.answers(
        ScriptedHttpReceiver.protobuf(
            200,
            ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(
                    ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(2)
                        .setErrorMessage("too old"))
                .build()
                .toByteArray()));

    assertThat(exporter.exportSpans(TestSpans.many(5))).isEqualTo(new Delivered(2, "too old"));
  }

  @Test
  void messageOfAStatusBodyIsTheReason() {
    receiver.answers(
        ScriptedHttpReceiver.protobuf(
            400,
            com.google.rpc.Status.newBuilder()
                .setCode(3)
                .setMessage("span 4 has no\nname")
                .build()
                .toByteArray()));

    assertThat(exporter.exportSpans(TestSpans.many(5)))
        .isEqualTo(new Refused("HTTP 400 Bad Request: span 4 has no name", true));
  }

  @Test
  void textBodyIsTheReason() {
    receiver.answers(
        (exchange, request) ->
            ScriptedHttpReceiver.respond(
                exchange, 401, "no token".getBytes(StandardCharsets.UTF_8), "X", "y"));

    assertThat(exporter.exportSpans(TestSpans.many(5)))
        .isEqualTo(new Parked("HTTP 401 Unauthorized: no token"));
  }

  @Test
  void hangingReceiverIsRetryableAfterTheTimeout() {
    receiver.answers((exchange, request) -> {});
    exporter = exporterTo(with(Map.of(), Duration.ofMillis(200), OtlpCompression.NONE));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .asInstanceOf(type(Retryable.class))
        .extracting(Retryable::reason)
        .asString()
        .contains("nothing within 200 ms");
  }

  @Test
  void hangingReceiverIsRetryableAlsoWhereOkHttpDoesNotEndTheRequest() throws Exception {
    receiver.answers((exchange, request) -> {});
    exporter = exporterTo(with(Map.of(), Duration.ofHours(1), OtlpCompression.NONE));
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
  void refusedConnectionIsRetryable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI nobody = URI.create("http://localhost:" + port);
    exporter = exporterTo(ExportOptions.below(nobody, OtlpProtocol.HTTP_PROTOBUF));

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .asInstanceOf(type(Retryable.class))
        .extracting(Retryable::reason)
        .asString()
        .contains("ConnectException")
        .contains(nobody.toString());
  }

  @Test
  void receiverThatClosesTheConnectionIsRetryable() {
    receiver.answers((exchange, request) -> exchange.close());

    assertThat(exporter.exportSpans(TestSpans.many(1))).isInstanceOf(Retryable.class);
  }

  @Test
  void gzipMakesTheRequestSmaller() {
    exporter = exporterTo(with(Map.of(), Duration.ofSeconds(5), OtlpCompression.GZIP));
    List<EncodedSpan> spans = TestSpans.many(100);

    assertThat(exporter.exportSpans(spans)).isInstanceOf(Delivered.class);

    ScriptedHttpReceiver.Received request = receiver.received().get(0);
    assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(request.spanNames()).hasSize(100);
    assertThat(request.wireBytes()).isLessThan(TraceRequest.of(spans).getContentLength() / 4);
  }

  @Test
  void headersAreSentAndMayReplaceOurs() {
    exporter =
        exporterTo(
            with(
                Map.of("api-key", "s3cret", "User-Agent", "acme"),
                Duration.ofSeconds(5),
                OtlpCompression.NONE));

    exporter.exportSpans(TestSpans.many(1));

    ScriptedHttpReceiver.Received request = receiver.received().get(0);
    assertThat(request.header("api-key")).isEqualTo("s3cret");
    assertThat(request.headers().get("User-Agent")).containsExactly("acme");
  }

  @Test
  void requestAboveTheHardLimitIsNotSent() {
    assertThat(exporter.exportSpans(List.of(TestSpans.ofBytes("big", BatchSize.HARD_BYTES))))
        .asInstanceOf(type(Oversized.class))
        .extracting(Oversized::reason)
        .asString()
        .contains("above " + BatchSize.HARD_BYTES);
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void recordThatCannotBeEncodedIsRefused() {
    Attributes poison =
        Attributes.of(AttributeKey.stringArrayKey("ml.model.names"), new FailingList());
    MetricData metric =
        ImmutableMetricData.createDoubleGauge(
            Resource.empty(),
            InstrumentationScopeInfo.empty(),
            "plumbline.spool.lag",
            "",
            "s",
            GaugeData.createDoubleGaugeData(
                List.of(DoublePointData.create(1, 2, poison, 3, List.of()))));

    assertThat(exporter.exportMetrics(List.of(metric)))
        .isInstanceOfSatisfying(
            Refused.class, result -> assertThat(result.reason()).contains("unreadable value"));
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void closedExporterAnswersRetryable() {
    exporter.close();

    assertThat(exporter.exportSpans(TestSpans.many(1)))
        .isEqualTo(new Retryable(null, "the exporter is closed"));
  }

  @Test
  void closeEndsARequestUnderWay() throws InterruptedException {
    exporter = exporterTo(with(Map.of(), Duration.ofMinutes(5), OtlpCompression.NONE));
    receiver.answers((exchange, request) -> exporter.close());

    assertThat(exporter.exportSpans(TestSpans.many(1))).isInstanceOf(Retryable.class);
  }

  private @Nullable Duration retryAfter() {
    ExportResult result = exporter.exportSpans(TestSpans.many(1));
    return ((Retryable) result).after();
  }

  private ExportOptions with(
      Map<String, String> headers, Duration timeout, OtlpCompression compression) {
    OtlpEndpoint traces =
        new OtlpEndpoint(
            OtlpSignal.TRACES.endpointBelow(receiver.uri(), OtlpProtocol.HTTP_PROTOBUF),
            OtlpProtocol.HTTP_PROTOBUF,
            headers,
            timeout,
            compression,
            OtlpTls.DEFAULT);
    return new ExportOptions(traces, traces);
  }

  private OtlpExporter exporterTo(ExportOptions options) {
    if (exporter != null) {
      exporter.close();
    }
    return new OtlpExporter(options, CLOCK);
  }

  /** A value that fails when it is marshalled, as a broken extension might. */
  private static final class FailingList extends java.util.AbstractList<String> {
    @Override
    public String get(int index) {
      throw new IllegalStateException("unreadable value");
    }

    @Override
    public int size() {
      return 1;
    }
  }
}
