package io.plumbline.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.InferenceCodec;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.RegisteredHook;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host thread may run out of stack at every single step of a capture. */
class EndOfStackTest {
  private static final int ROUNDS = 300;
  private static final int SOON = 20;
  private static final long SMALL_STACK = 256 << 10;

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final RegisteredHook hook = recorder.hooks().register("java", "Scorer.score");
  private final MappedRing ring = MappedRing.inMemory(1 << 22);
  private long drained;

  @Test
  @Timeout(300)
  void everyCallIsWholeOrDroppedByNameAndTheThreadIsNotSilenced() throws InterruptedException {
    InferenceRecorder.install(recorder.over(ring));
    Scorer scorer = new Scorer(hook, InferenceRecorder.describe(ModelRef.of("java", "scorer")));
    AtomicReference<Throwable> failure = new AtomicReference<>();

    Thread thread = new Thread(null, () -> overflowAgainAndAgain(scorer), "small", SMALL_STACK);
    thread.setUncaughtExceptionHandler((t, error) -> failure.set(error));
    thread.start();
    thread.join();
    do {
      drain();
      Thread.sleep(10); // a place that was claimed and not written is stepped over after a while
    } while (ring.usedBytes() > 0);

    assertThat(failure.get()).isNull();
    recorder.takeErrors(); // as many as found the stack to be said
    assertThat(dropped()).isPositive();
    // One in a million falls into code that the JVM gives up at just that moment, and is made only.
    long made = ring.counts().made();
    assertThat(drained + dropped()).isBetween(made - ROUNDS / 10, made);
  }

  private void overflowAgainAndAgain(Scorer scorer) {
    for (int round = 0; round < ROUNDS; round++) {
      try {
        callUntilTheEnd(scorer);
      } catch (StackOverflowError e) {
        // The end.
      }
      drain();
      long made = ring.counts().made();
      for (int call = 0; call < SOON; call++) {
        scorer.score();
      }
      assertThat(ring.counts().made()).as("the thread is not silenced").isGreaterThan(made);
      drain();
    }
  }

  @SuppressWarnings("InfiniteRecursion") // that is what it is for
  private void callUntilTheEnd(Scorer scorer) {
    scorer.score();
    callUntilTheEnd(scorer);
  }

  private void drain() {
    int handedOn;
    do {
      handedOn = ring.drain((index, payload, end) -> InferenceCodec.decode(payload) != null, 1000);
      drained += handedOn;
    } while (handedOn > 0);
  }

  private long dropped() {
    return Stream.of(DropReason.values()).mapToLong(ring.counts()::dropped).sum();
  }
}
