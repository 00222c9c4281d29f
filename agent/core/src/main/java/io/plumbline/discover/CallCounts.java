package io.plumbline.discover;

import io.plumbline.capture.HookRegistry;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What advice on a candidate calls. Counts, and knows which candidate is inside of which: a few
 * nanoseconds, and nothing of the call is kept.
 *
 * <p>What a thread remembers is an array of the JDK's: it keeps no class of the agent.
 */
public final class CallCounts {
  /** So many results of a candidate are looked at. */
  private static final int SAMPLES = 3;

  private static final int DEPTH = 0;
  private static final int OUTERMOST = 1;
  private static final ThreadLocal<int[]> INSIDE = ThreadLocal.withInitial(() -> new int[2]);

  private static volatile @Nullable CallCounts current;

  private final LongAdder[] calls = new LongAdder[HookRegistry.MAX_HOOKS];
  private final LongAdder[] outermost = new LongAdder[HookRegistry.MAX_HOOKS];
  private final int[] insideOf = new int[HookRegistry.MAX_HOOKS];
  private final AtomicIntegerArray taken = new AtomicIntegerArray(HookRegistry.MAX_HOOKS);
  private final ValueShape[] inputs = new ValueShape[HookRegistry.MAX_HOOKS];
  private final ValueShape[] results = new ValueShape[HookRegistry.MAX_HOOKS];

  CallCounts() {
    for (int hook = 0; hook < HookRegistry.MAX_HOOKS; hook++) {
      calls[hook] = new LongAdder();
      outermost[hook] = new LongAdder();
      insideOf[hook] = -1;
    }
  }

  /** Null: nothing is counted. */
  static void install(@Nullable CallCounts counts) {
    current = counts;
  }

  /**
   * @return for {@link #exit}; null when nothing is counted
   */
  public static @Nullable Object enter(int hook) {
    CallCounts counts = current;
    if (counts == null) {
      return null;
    }
    int[] inside = INSIDE.get();
    counts.calls[hook].increment();
    if (inside[DEPTH]++ == 0) {
      inside[OUTERMOST] = hook;
      counts.outermost[hook].increment();
    } else if (inside[OUTERMOST] != hook) {
      counts.insideOf[hook] = inside[OUTERMOST];
    }
    return inside;
  }

  /** The end of a call on the thread that began it. */
  public static void exit(@Nullable Object entered) {
    if (entered instanceof int[] inside && inside[DEPTH] > 0) {
      inside[DEPTH]--;
    }
  }

  /** Looks at what a call was given and what it returned, a few times. */
  public static void sample(int hook, @Nullable Object[] arguments, @Nullable Object result) {
    CallCounts counts = current;
    if (counts != null && counts.taken.get(hook) < SAMPLES) {
      counts.taken.incrementAndGet(hook);
      counts.results[hook] = ValueShape.of(result);
      counts.inputs[hook] = ValueShape.ofFirstMap(arguments);
    }
  }

  long calls(int hook) {
    return calls[hook].sum();
  }

  long outermostCalls(int hook) {
    return outermost[hook].sum();
  }

  /** The outermost candidate that it was seen inside of; -1 for none. */
  int insideOf(int hook) {
    return insideOf[hook];
  }

  boolean isSampled(int hook) {
    return taken.get(hook) > 0;
  }

  ValueShape result(int hook) {
    ValueShape shape = results[hook];
    return shape == null ? ValueShape.UNKNOWN : shape;
  }

  /** Of the first argument that is a map. */
  ValueShape input(int hook) {
    ValueShape shape = inputs[hook];
    return shape == null ? ValueShape.UNKNOWN : shape;
  }
}
