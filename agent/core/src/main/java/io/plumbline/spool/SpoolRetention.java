package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which segments go, and who is told. A segment goes whole; one that a checkpoint does not cover
 * never goes, since its inferences would be missing from the counts. Under the spool's lock.
 */
final class SpoolRetention {
  private final Delivery delivery;
  private final Path quarantine;
  private final SpoolLosses losses;
  private final AgentErrors errors;
  private final IndexRanges told = new IndexRanges();

  SpoolRetention(Delivery delivery, Path quarantine, SpoolLosses losses, AgentErrors errors) {
    this.quarantine = quarantine;
    this.delivery = delivery;
    this.losses = losses;
    this.errors = errors;
  }

  /** Deletes what is delivered and counted. */
  void deleteDone(SegmentedQueue queue) {
    Segment oldest = queue.segments().oldestClosed();
    while (oldest != null && oldest.lastIndex() <= delivery.done()) {
      delete(queue, oldest);
      oldest = queue.segments().oldestClosed();
    }
    told.forgetUpTo(delivery.done());
  }

  /** Deletes what nobody wants to see any more. */
  void deleteExpired(SegmentedQueue queue, long beforeMillis) {
    Segment oldest = queue.segments().oldestClosed();
    while (oldest != null && oldest.toMillis() < beforeMillis) {
      if (!deleteOldest(queue, DropReason.SPOOL_EXPIRED)) {
        return;
      }
      oldest = queue.segments().oldestClosed();
    }
  }

  /**
   * @return whether there was one that could go
   */
  boolean deleteOldest(SegmentedQueue queue, DropReason reason) {
    Segment oldest = queue.segments().oldestClosed();
    if (oldest == null || oldest.lastIndex() > delivery.covered()) {
      return false;
    }
    long from = Math.max(delivery.acked() + 1, oldest.firstIndex());
    if (from <= oldest.lastIndex()) {
      lost(queue, reason, from, oldest.lastIndex());
    }
    delete(queue, oldest);
    return true;
  }

  /** What came before the damage is still delivered; then the file goes into quarantine. */
  void cut(SegmentedQueue queue, Segment segment, long fromIndex) {
    lost(queue, DropReason.CORRUPTED, fromIndex, segment.lastIndex());
    segment.cutAt(fromIndex);
    deleteDone(queue);
  }

  private void delete(SegmentedQueue queue, Segment segment) {
    try {
      if (segment.isDamaged()) {
        queue.setAside(segment, quarantine);
      } else {
        queue.delete(segment);
      }
    } catch (IOException e) {
      errors.report("spool delete", e);
    }
  }

  /** Tells of every record once, though two cursors may come upon the same gap. */
  void lost(SegmentedQueue queue, DropReason reason, long firstIndex, long lastIndex) {
    for (IndexRanges.Range range : told.add(firstIndex, lastIndex)) {
      losses.onLoss(loss(queue, reason, range));
    }
  }

  private static SpoolLoss loss(SegmentedQueue queue, DropReason reason, IndexRanges.Range range) {
    Map<Integer, Long> byHook = new TreeMap<>();
    long fromMillis = 0;
    long toMillis = 0;
    for (Segment segment : queue.segments().all()) {
      long from = Math.max(range.first(), segment.firstIndex());
      long to = Math.min(range.last(), segment.lastIndex());
      if (from <= to) {
        segment.countByHook(from, to).forEach((hook, n) -> byHook.merge(hook, n, Long::sum));
        fromMillis = fromMillis == 0 ? segment.fromMillis() : fromMillis;
        toMillis = segment.toMillis();
      }
    }
    return new SpoolLoss(reason, range.first(), range.last(), fromMillis, toMillis, byHook);
  }
}
