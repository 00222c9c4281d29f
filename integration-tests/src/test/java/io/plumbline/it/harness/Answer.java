package io.plumbline.it.harness;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link OtlpReceiver} says to a request; in the words of both protocols, so that one scenario
 * runs over either.
 *
 * @param httpStatus 200 accepts
 * @param grpcCode {@code OK} accepts
 * @param message of the status, or of a partial success
 * @param retryAfter {@code Retry-After}, or a {@code RetryInfo} in the status details
 * @param retryAtDate {@code Retry-After} is a date, rounded up to a second; else whole seconds
 * @param delay before the answer; the request is recorded at once
 * @param rejected above 0 a partial success: so many spans or data points were refused
 * @param page over http, headers and body in place of the protobuf; over grpc, garbage in it
 */
public record Answer(
    int httpStatus,
    Status.Code grpcCode,
    String message,
    @Nullable Duration retryAfter,
    boolean retryAtDate,
    Duration delay,
    long rejected,
    @Nullable Page page) {

  /**
   * Something else than OTLP.
   *
   * @param body UTF-8
   */
  public record Page(Map<String, String> headers, String body) {
    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A field of every response, with a type it never has. */
  private static final UnknownFieldSet GARBAGE =
      UnknownFieldSet.newBuilder()
          .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
          .build();

  public static Answer accept() {
    return refuse(200, Status.Code.OK);
  }

  public static Answer partialSuccess(long rejected, String message) {
    return new Answer(200, Status.Code.OK, message, null, false, Duration.ZERO, rejected, null);
  }

  /** 503, {@code UNAVAILABLE}: try again. */
  public static Answer unavailable() {
    return refuse(503, Status.Code.UNAVAILABLE);
  }

  /** 429, {@code RESOURCE_EXHAUSTED}: not before that time. */
  public static Answer overloaded(Duration retryAfter) {
    return refuse(429, Status.Code.RESOURCE_EXHAUSTED).retryAfter(retryAfter);
  }

  /** 400, {@code INVALID_ARGUMENT}: never again. */
  public static Answer badData() {
    return refuse(400, Status.Code.INVALID_ARGUMENT);
  }

  /** 401, {@code UNAUTHENTICATED}. */
  public static Answer unauthenticated() {
    return refuse(401, Status.Code.UNAUTHENTICATED);
  }

  public static Answer refuse(int httpStatus, Status.Code grpcCode) {
    return new Answer(httpStatus, grpcCode, "scripted", null, false, Duration.ZERO, 0, null);
  }

  public Answer saying(String words) {
    return new Answer(httpStatus, grpcCode, words, retryAfter, retryAtDate, delay, rejected, page);
  }

  public Answer retryAfter(Duration time) {
    return new Answer(httpStatus, grpcCode, message, time, false, delay, rejected, page);
  }

  public Answer retryAtDate(Duration fromNow) {
    return new Answer(httpStatus, grpcCode, message, fromNow, true, delay, rejected, page);
  }

  public Answer after(Duration time) {
    return new Answer(httpStatus, grpcCode, message, retryAfter, retryAtDate, time, rejected, page);
  }

  public Answer page(Page instead) {
    return new Answer(
        httpStatus, grpcCode, message, retryAfter, retryAtDate, delay, rejected, instead);
  }

  boolean accepts(OtlpProtocol protocol) {
    return protocol == OtlpProtocol.GRPC ? grpcCode == Status.Code.OK : httpStatus / 100 == 2;
  }

  /** As the protocol has it: a partial success is only there when something was refused. */
  Message success(Message request) {
    Message.Builder response =
        request instanceof ExportTraceServiceRequest ? ofTraces() : ofMetrics();
    if (page != null) {
      response.setUnknownFields(GARBAGE);
    }
    return response.build();
  }

  private Message.Builder ofTraces() {
    ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
    if (rejected > 0) {
      response.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(rejected)
              .setErrorMessage(message));
    }
    return response;
  }

  private Message.Builder ofMetrics() {
    ExportMetricsServiceResponse.Builder response = ExportMetricsServiceResponse.newBuilder();
    if (rejected > 0) {
      response.setPartialSuccess(
          ExportMetricsPartialSuccess.newBuilder()
              .setRejectedDataPoints(rejected)
              .setErrorMessage(message));
    }
    return response;
  }
}
