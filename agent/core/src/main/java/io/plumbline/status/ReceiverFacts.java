package io.plumbline.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one signal goes.
 *
 * @param signal {@code traces} or {@code metrics}
 * @param endpoint without user, query and headers, which carry keys
 * @param answer what the receiver said last, or why there was no answer; null when it was not asked
 * @param answered when that was
 * @param delivered when it took something last; null when never
 * @param failedAttempts since then
 * @param exported records that it took
 * @param refused records that it refused for good
 */
public record ReceiverFacts(
    String signal,
    String endpoint,
    String protocol,
    State state,
    @Nullable String answer,
    @Nullable Instant answered,
    @Nullable Instant delivered,
    long failedAttempts,
    long exported,
    long refused) {
  /** How it goes. */
  public enum State {
    /** Nothing was sent yet. */
    NOT_ASKED,
    DELIVERING,
    /** No answer, or "later": sent again. */
    RETRYING,
    /** Not allowed or not there: asked once in a while. */
    PARKED
  }
}
