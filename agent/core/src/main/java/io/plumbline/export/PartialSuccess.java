package io.plumbline.export;

import io.plumbline.export.ExportResult.Delivered;
import io.plumbline.otlp.Message;
import io.plumbline.otlp.OtlpMessages;
import java.io.IOException;
import okio.ByteString;

/** Reads the body of a successful answer. */
final class PartialSuccess {
  private PartialSuccess() {}

  /** A body that cannot be read is still an answer: the receiver has the batch. */
  static Delivered in(ByteString body) {
    try {
      Message partial = OtlpMessages.RESPONSE.decode(body.toByteArray()).message("partialSuccess");
      long rejected = Math.max(0, partial.number("rejected"));
      return new Delivered(rejected, Excerpt.of(partial.string("errorMessage")));
    } catch (IOException unreadable) {
      return new Delivered(0, "");
    }
  }
}
