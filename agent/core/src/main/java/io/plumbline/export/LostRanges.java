package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.spool.SpoolLoss;
import io.plumbline.spool.SpoolLosses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Why records of one stream are gone. How many are, the relay sees by itself, from the gaps in
 * their numbers, which are the same after a crash; here it only looks up the reasons.
 */
public final class LostRanges implements SpoolLosses {
  private static final int LIMIT = 4096;

  private final Deque<SpoolLoss> losses = new ArrayDeque<>();
  private long told;

  @Override
  public synchronized void onLoss(SpoolLoss loss) {
    told++;
    if (losses.size() == LIMIT) {
      losses.removeFirst();
    }
    losses.addLast(loss);
  }

  /**
   * What became of the records of a gap, in their order.
   *
   * @param otherwise reason of those of which nothing was told
   */
  synchronized List<SpoolLoss> within(long firstIndex, long lastIndex, DropReason otherwise) {
    List<SpoolLoss> parts = new ArrayList<>();
    long next = firstIndex;
    for (SpoolLoss loss : inOrder()) {
      long first = Math.max(next, loss.firstIndex());
      long last = Math.min(lastIndex, loss.lastIndex());
      if (first <= last) {
        addUntold(next, first - 1, otherwise, parts);
        parts.add(loss.part(first, last));
        next = last + 1;
      }
    }
    addUntold(next, lastIndex, otherwise, parts);
    return parts;
  }

  private static void addUntold(
      long first, long last, DropReason otherwise, List<SpoolLoss> parts) {
    if (first <= last) {
      parts.add(new SpoolLoss(otherwise, first, last, 0, 0, Map.of()));
    }
  }

  /** What was told of records that come after this one. */
  synchronized List<SpoolLoss> after(long index) {
    List<SpoolLoss> later = new ArrayList<>();
    for (SpoolLoss loss : inOrder()) {
      if (loss.lastIndex() > index) {
        later.add(loss.part(Math.max(loss.firstIndex(), index + 1), loss.lastIndex()));
      }
    }
    return later;
  }

  private List<SpoolLoss> inOrder() {
    return losses.stream().sorted(Comparator.comparingLong(SpoolLoss::firstIndex)).toList();
  }

  /** How often something was lost; grows. */
  synchronized long told() {
    return told;
  }

  /** Nobody asks for them any more. */
  synchronized void forgetUpTo(long index) {
    losses.removeIf(loss -> loss.lastIndex() <= index);
  }

  synchronized void clear() {
    losses.clear();
  }
}
