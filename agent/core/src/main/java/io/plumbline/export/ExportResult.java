package io.plumbline.export;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt to export a batch ended. What to do about it is told to a {@link Handling}, so
 * that a new case does not compile until everyone handles it.
 */
public sealed interface ExportResult {
  void applyTo(Handling handling);

  /** The same in other words. */
  ExportResult said(UnaryOperator<String> change);

  /** What a caller does with the batch it sent. */
  interface Handling {
    /**
     * The receiver has the batch. It is never sent again, not even what was rejected of it.
     *
     * @param rejected records it said it dropped
     * @param message what it said about them, or about the batch; may be empty
     */
    void delivered(long rejected, String message);

    /**
     * Nobody has the batch; the same may succeed later.
     *
     * @param after how long the receiver asked to wait, or null when it did not say
     */
    void retryable(@Nullable Duration after, String reason);

    /** The receiver wants no data from us until somebody changes its configuration or ours. */
    void parked(String reason);

    /**
     * Nobody was asked: the batch, as one request, is above {@link BatchSize}.
     *
     * @param reason how large it is
     */
    void oversized(String reason);

    /**
     * The receiver will never take this batch as it is.
     *
     * @param divisible it may be one record's fault; the others are worth sending
     */
    void refused(String reason, boolean divisible);
  }

  /** The receiver answered OK, perhaps with a partial success. */
  record Delivered(long rejected, String message) implements ExportResult {
    @Override
    public void applyTo(Handling handling) {
      handling.delivered(rejected, message);
    }

    @Override
    public ExportResult said(UnaryOperator<String> change) {
      return new Delivered(rejected, change.apply(message));
    }
  }

  /** No answer, or one that says: later. */
  record Retryable(@Nullable Duration after, String reason) implements ExportResult {
    @Override
    public void applyTo(Handling handling) {
      handling.retryable(after, reason);
    }

    @Override
    public ExportResult said(UnaryOperator<String> change) {
      return new Retryable(after, change.apply(reason));
    }
  }

  /** Not allowed, or not there. */
  record Parked(String reason) implements ExportResult {
    @Override
    public void applyTo(Handling handling) {
      handling.parked(reason);
    }

    @Override
    public ExportResult said(UnaryOperator<String> change) {
      return new Parked(change.apply(reason));
    }
  }

  /** Too large to be sent. */
  record Oversized(String reason) implements ExportResult {
    @Override
    public void applyTo(Handling handling) {
      handling.oversized(reason);
    }

    @Override
    public ExportResult said(UnaryOperator<String> change) {
      return new Oversized(change.apply(reason));
    }
  }

  /** Understood, and turned down. */
  record Refused(String reason, boolean divisible) implements ExportResult {
    @Override
    public void applyTo(Handling handling) {
      handling.refused(reason, divisible);
    }

    @Override
    public ExportResult said(UnaryOperator<String> change) {
      return new Refused(change.apply(reason), divisible);
    }
  }
}
