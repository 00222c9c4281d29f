package io.plumbline.export;

import io.plumbline.export.ExportResult.Delivered;
import io.plumbline.export.ExportResult.Parked;
import io.plumbline.export.ExportResult.Refused;
import io.plumbline.export.ExportResult.Retryable;
import io.plumbline.otlp.Message;
import io.plumbline.otlp.OtlpMessages;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import okhttp3.Response;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What an OTLP/HTTP receiver answered.
 *
 * @param contentType of the body, or null
 * @param retryAfter the header: seconds or a date, or null
 */
record HttpAnswer(
    int status,
    String statusText,
    @Nullable String contentType,
    @Nullable String retryAfter,
    ByteString body) {

  static HttpAnswer of(Response response, ByteString body) {
    return new HttpAnswer(
        response.code(),
        response.message(),
        response.header("Content-Type"),
        OtlpConnection.retryAfter(response),
        body);
  }

  /** OTLP specification 1.9, "OTLP/HTTP Response"; the two additions are ours, see DESIGN. */
  ExportResult result(Clock clock) {
    return switch (status) {
      case 429, 502, 503, 504 -> new Retryable(retryAfter(clock), reason());
      case 401, 403, 404 -> new Parked(reason());
      case 400, 413 -> new Refused(reason(), true);
      default -> otherResult();
    };
  }

  /**
   * For a gRPC request, to which something in between answered, such as a proxy. Unlike gRPC's own
   * mapping it keeps what the status says: whether to wait, to park or to split.
   */
  ExportResult resultForGrpc(Clock clock) {
    return status / 100 == 2 ? new Parked(reason() + ", which is not gRPC") : result(clock);
  }

  private ExportResult otherResult() {
    return switch (status / 100) {
      case 2 -> isPage() ? new Parked(reason()) : delivered();
      // A redirect is not followed: data and keys go where the configuration says, or nowhere.
      case 3 -> new Parked(reason());
      default -> new Refused(reason(), false);
    };
  }

  /** Written for people, by something in between that asks for a login: nobody has the batch. */
  private boolean isPage() {
    return contentType != null
        && contentType.startsWith("text/html")
        && body.utf8().stripLeading().startsWith("<");
  }

  private Delivered delivered() {
    return PartialSuccess.in(isProtobuf() ? body : ByteString.EMPTY);
  }

  String reason() {
    String message = message();
    String line = ("HTTP " + status + " " + statusText).strip(); // HTTP/2 has no text
    return line + (message.isEmpty() ? "" : ": " + message);
  }

  private String message() {
    if (!isProtobuf()) {
      return Excerpt.of(body.utf8());
    }
    try {
      Message status = OtlpMessages.STATUS.decode(body.toByteArray());
      return Excerpt.of(status.string("message"));
    } catch (IOException notAStatus) {
      return "";
    }
  }

  private boolean isProtobuf() {
    return contentType != null && contentType.startsWith("application/x-protobuf");
  }

  private @Nullable Duration retryAfter(Clock clock) {
    if (retryAfter == null) {
      return null;
    }
    try {
      return RetryDelay.bounded(Long.parseLong(retryAfter.trim()), 0);
    } catch (NumberFormatException notSeconds) {
      return untilDate(retryAfter.trim(), clock);
    }
  }

  private static @Nullable Duration untilDate(String date, Clock clock) {
    try {
      ZonedDateTime until = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration left = Duration.between(clock.instant(), until);
      return RetryDelay.bounded(left.toSeconds(), left.toNanosPart());
    } catch (DateTimeException unreadable) {
      return null;
    }
  }
}
