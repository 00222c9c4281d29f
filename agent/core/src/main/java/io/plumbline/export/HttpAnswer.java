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

  /** OTLP specification 1.9, "OTLP/HTTP Response"; the two additions are ours, see DESIGN. */
  ExportResult result(Clock clock) {
    return switch (status) {
      case 429, 502, 503, 504 -> new Retryable(retryAfter(clock), reason());
      // A redirect is not followed: data and keys go where the configuration says, or nowhere.
      case 301, 302, 303, 307, 308, 401, 403, 404 -> new Parked(reason());
      case 400, 413 -> new Refused(reason(), true);
      default -> isSuccess() ? delivered() : new Refused(reason(), false);
    };
  }

  private boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  private Delivered delivered() {
    return PartialSuccess.in(isProtobuf() ? body : ByteString.EMPTY);
  }

  private String reason() {
    String message = message();
    return "HTTP " + status + " " + statusText + (message.isEmpty() ? "" : ": " + message);
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
      return RetryDelay.bounded(Duration.between(clock.instant(), until).toSeconds(), 0);
    } catch (DateTimeException unreadable) {
      return null;
    }
  }
}
