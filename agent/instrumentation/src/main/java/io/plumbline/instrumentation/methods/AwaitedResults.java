package io.plumbline.instrumentation.methods;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The inferences whose results are still to come. A host may drop a future that never completes, as
 * clients with a time-out do; without this its in-flight record would be gone for good.
 *
 * <p>What was dropped ends, as cancelled, when a later call looks.
 */
final class AwaitedResults {
  private static final Set<Awaited> AWAITED = ConcurrentHashMap.newKeySet();
  private static final ReferenceQueue<LaterResult> DROPPED = new ReferenceQueue<>();

  private AwaitedResults() {}

  /**
   * @param result held by the host's stage and by nobody else
   * @return what ends it: see {@link Awaited#isMine}
   */
  static Awaited add(LaterResult result, InFlightInference call) {
    endDropped();
    Awaited awaited = new Awaited(result, call);
    AWAITED.add(awaited);
    return awaited;
  }

  private static void endDropped() {
    while (DROPPED.poll() instanceof Awaited awaited) {
      if (awaited.isMine()) {
        InferenceRecorder.end(
            awaited.call, new CancellationException("the result was dropped before it was there"));
      }
    }
  }

  /** One inference that waits. */
  static final class Awaited extends PhantomReference<LaterResult> {
    private final InFlightInference call;

    private Awaited(LaterResult result, InFlightInference call) {
      super(result, DROPPED);
      this.call = call;
    }

    /** True for the first who asks: only he may end it. */
    boolean isMine() {
      return AWAITED.remove(this);
    }
  }
}
