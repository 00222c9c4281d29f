package io.plumbline.export;

import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.plumbline.export.ExportResult.Parked;
import io.plumbline.export.ExportResult.Refused;
import io.plumbline.export.ExportResult.Retryable;
import io.plumbline.otlp.Message;
import io.plumbline.otlp.OtlpMessages;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What an OTLP/gRPC receiver answered.
 *
 * @param message trailer {@code grpc-message}, decoded
 * @param details trailer {@code grpc-status-details-bin}: base64 of a google.rpc.Status, or null
 * @param body the response message, without its frame; empty unless OK
 */
record GrpcAnswer(GrpcStatusCode code, String message, @Nullable String details, ByteString body) {

  /** OTLP specification 1.9, "OTLP/gRPC Response"; the two additions are ours, see DESIGN. */
  ExportResult result() {
    return switch (code) {
      case OK -> PartialSuccess.in(body);
      case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS ->
          new Retryable(retryInfo(), reason());
      case RESOURCE_EXHAUSTED -> exhausted(retryInfo());
      case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED -> new Parked(reason());
      case INVALID_ARGUMENT -> new Refused(reason(), true);
      default -> new Refused(reason(), false);
    };
  }

  /**
   * Without RetryInfo the specification forbids to retry; what is left is a message above the
   * server's limit, gRPC's 413, and smaller ones will pass.
   */
  private ExportResult exhausted(@Nullable Duration after) {
    return after == null ? new Refused(reason(), true) : new Retryable(after, reason());
  }

  private String reason() {
    return "gRPC " + code + (message.isEmpty() ? "" : ": " + Excerpt.of(message));
  }

  private @Nullable Duration retryInfo() {
    if (details == null) {
      return null;
    }
    try {
      return retryInfo(OtlpMessages.STATUS.decode(Base64.getDecoder().decode(details)));
    } catch (IOException | IllegalArgumentException unreadable) {
      return null;
    }
  }

  private static @Nullable Duration retryInfo(Message status) throws IOException {
    for (Message detail : status.messages("details")) {
      if (detail.string("typeUrl").endsWith("/google.rpc.RetryInfo")) {
        Message delay = OtlpMessages.RETRY_INFO.decode(detail.bytes("value")).message("retryDelay");
        return RetryDelay.bounded(delay.number("seconds"), (int) delay.number("nanos"));
      }
    }
    return null;
  }
}
