package io.plumbline.status;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last inference of a method, or one of the last second, as its record has it: what redaction
 * removed is not there.
 *
 * @param label of the first row, where known; likewise {@code score} and {@code confidence}
 * @param error class of what it threw; null when it answered
 */
public record LastInference(
    Instant time,
    Duration duration,
    String model,
    @Nullable String version,
    @Nullable Integer batchSize,
    @Nullable String label,
    @Nullable Double score,
    @Nullable Double confidence,
    @Nullable String error) {

  /** Where no value may stand in plain text. */
  public LastInference withoutPrediction() {
    return new LastInference(time, duration, model, version, batchSize, null, null, null, error);
  }
}
