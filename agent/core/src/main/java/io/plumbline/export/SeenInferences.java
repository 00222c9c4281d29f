package io.plumbline.export;

import io.plumbline.capture.Inference;
import io.plumbline.status.LastInference;
import io.plumbline.status.SamplingFacts;
import io.plumbline.telemetry.Prediction;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last inference of each hook, and how many became spans: from the records, as the relay reads
 * them. One thread writes, any reads.
 */
public final class SeenInferences {
  private static final int HOOKS = 256;

  /** Between two looks at one hook's record, in its own time. */
  private static final long OFTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final AtomicReferenceArray<@Nullable LastInference> last =
      new AtomicReferenceArray<>(HOOKS);
  private final long[] lookedAt = new long[HOOKS];
  private final AtomicLong spans = new AtomicLong();
  private final AtomicLong notSampled = new AtomicLong();
  private final AtomicLong callerNotSampled = new AtomicLong();

  void counted(Inference inference) {
    int hook = inference.hook();
    long start = inference.startEpochNanos();
    if (hook >= HOOKS || Math.abs(start - lookedAt[hook]) < OFTEN_NANOS) {
      return;
    }
    lookedAt[hook] = start;
    last.set(hook, summary(inference));
  }

  private static LastInference summary(Inference inference) {
    Prediction prediction = Prediction.of(inference);
    boolean hasRow = prediction.rows() > 0;
    return new LastInference(
        Instant.ofEpochSecond(0, inference.startEpochNanos()),
        Duration.ofNanos(inference.durationNanos()),
        inference.model().name(),
        inference.model().version(),
        inference.batchSize(),
        hasRow ? prediction.label(0) : null,
        hasRow ? known(prediction.score(0)) : null,
        hasRow ? known(prediction.confidence(0)) : null,
        inference.outcome().errorType());
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  void decided(Inference inference, boolean hasSpan) {
    addOne(hasSpan ? spans : notSampled);
    if (!hasSpan && inference.trace().hasParent() && !inference.trace().isParentSampled()) {
      addOne(callerNotSampled);
    }
  }

  /** Only one thread writes: no need for the price of a locked instruction. */
  private static void addOne(AtomicLong count) {
    count.setRelease(count.getPlain() + 1);
  }

  /** Records were erased: nobody can tell whether these were among them. */
  void forget() {
    for (int hook = 0; hook < HOOKS; hook++) {
      last.set(hook, null);
    }
  }

  /** Null when there was none yet. */
  public @Nullable LastInference last(int hook) {
    return last.get(hook);
  }

  public SamplingFacts sampling() {
    return new SamplingFacts(spans.get(), notSampled.get(), callerNotSampled.get());
  }
}
