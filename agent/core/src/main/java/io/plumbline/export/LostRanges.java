package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.spool.SpoolLoss;
import io.plumbline.spool.SpoolLosses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Why records of one stream are gone. How many are, the relay sees by itself, from the gaps in
 * their numbers, which are the same after a crash; here it only looks up the reasons.
 */
public final class LostRanges implements SpoolLosses {
  private static final int LIMIT = 4096;

  private final Deque<SpoolLoss> losses = new ArrayDeque<>();

  @Override
  public synchronized void onLoss(SpoolLoss loss) {
    if (losses.size() == LIMIT) {
      losses.removeFirst();
    }
    losses.addLast(loss);
  }

  /**
   * Records of a gap by reason, and forgets what lies before its end.
   *
   * @param otherwise reason of those of which nothing was told
   */
  synchronized Map<DropReason, Long> reasons(
      long firstIndex, long lastIndex, DropReason otherwise) {
    Map<DropReason, Long> reasons = look(firstIndex, lastIndex, otherwise);
    losses.removeIf(loss -> loss.lastIndex() <= lastIndex);
    return reasons;
  }

  /** As {@link #reasons}, and forgets nothing. */
  synchronized Map<DropReason, Long> look(long firstIndex, long lastIndex, DropReason otherwise) {
    Map<DropReason, Long> reasons = new EnumMap<>(DropReason.class);
    long untold = lastIndex - firstIndex + 1;
    for (SpoolLoss loss : losses) {
      long first = Math.max(firstIndex, loss.firstIndex());
      long last = Math.min(lastIndex, loss.lastIndex());
      if (first <= last) {
        reasons.merge(loss.reason(), last - first + 1, Long::sum);
        untold -= last - first + 1;
      }
    }
    if (untold > 0) {
      reasons.merge(otherwise, untold, Long::sum);
    }
    return reasons;
  }

  synchronized void clear() {
    losses.clear();
  }
}
