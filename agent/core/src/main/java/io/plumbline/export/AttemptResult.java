package io.plumbline.export;

import io.plumbline.export.ExportResult.Oversized;
import io.plumbline.export.ExportResult.Retryable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a sender leaves what it saw for the exporter above it: the SDK's exporter in between hands
 * on no more than yes or no. One thread at a time.
 */
final class AttemptResult {
  private final String where;
  private final Duration timeout;
  private final HeaderSecrets secrets;
  private int maxBytes;
  private @Nullable ExportResult result;

  AttemptResult(OtlpEndpoint endpoint) {
    this.where = endpoint.toString();
    this.timeout = endpoint.timeout();
    this.secrets = new HeaderSecrets(endpoint.headers().values());
  }

  /**
   * @param records that share the request
   */
  void begin(int records) {
    maxBytes = records > 1 ? BatchSize.TARGET_BYTES : BatchSize.HARD_BYTES;
    result = null;
  }

  void endedWith(ExportResult answer) {
    result = answer.said(secrets::masked);
  }

  /**
   * @param bytes of the request, uncompressed
   * @return whether that is above the limit; then the attempt has ended, at no cost to the network
   */
  boolean refusesSize(int bytes) {
    if (bytes <= maxBytes) {
      return false;
    }
    endedWith(new Oversized("a request of " + bytes + " bytes is above " + maxBytes));
    return true;
  }

  void endedUnanswered(IOException error) {
    endedWith(new Retryable(null, "no answer from " + where + ": " + describe(error)));
  }

  private String describe(IOException error) {
    if (error instanceof InterruptedIOException) {
      return "nothing within " + timeout.toMillis() + " ms";
    }
    return error.getClass().getSimpleName() + ": " + Excerpt.of(String.valueOf(error.getMessage()));
  }

  /** How the attempt ended, or null when it ended before the sender was asked. */
  @Nullable ExportResult end() {
    return result;
  }
}
