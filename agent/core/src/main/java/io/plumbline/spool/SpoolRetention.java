package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Which segments go, and who is told. A segment goes whole; one that a checkpoint does not cover
 * never goes, since its inferences would be missing from the counts. Under the stream's lock.
 */
final class SpoolRetention {
  private final SegmentTable segments;
  private final Delivery delivery;
  private final BiConsumer<Path, String> quarantine;
  private final SpoolLosses losses;
  private final AgentErrors errors;
  private final IndexRanges told = new IndexRanges();

  /**
   * @param quarantine keeps a file, under a name
   */
  SpoolRetention(
      SegmentTable segments,
      Delivery delivery,
      BiConsumer<Path, String> quarantine,
      SpoolLosses losses,
      AgentErrors errors) {
    this.segments = segments;
    this.delivery = delivery;
    this.quarantine = quarantine;
    this.losses = losses;
    this.errors = errors;
  }

  /** Deletes what is delivered and counted. */
  void deleteDone() {
    Segment oldest = segments.oldestClosed();
    while (oldest != null && oldest.lastIndex() <= delivery.done(oldest)) {
      delete(oldest);
      oldest = segments.oldestClosed();
    }
    told.forgetUpTo(delivery.settled());
  }

  /** Whether the oldest one stays for want of a checkpoint. */
  boolean awaitsCheckpoint(long counted) {
    Segment oldest = segments.oldestClosed();
    return oldest != null
        && oldest.lastIndex() <= Math.min(delivery.acked(), counted)
        && oldest.lastIndex() > delivery.saved(oldest);
  }

  /** Whether the oldest one stays until the disk has what says that it may go. */
  boolean awaitsForce() {
    Segment oldest = segments.oldestClosed();
    return oldest != null && delivery.wantsForce(oldest);
  }

  /** Deletes what nobody wants to see any more. */
  void deleteExpired(long beforeMillis) {
    Segment oldest = segments.oldestClosed();
    while (oldest != null && oldest.toMillis() < beforeMillis) {
      if (!deleteOldest(DropReason.SPOOL_EXPIRED)) {
        return;
      }
      oldest = segments.oldestClosed();
    }
  }

  /**
   * @return whether there was one that could go
   */
  boolean deleteOldest(DropReason reason) {
    Segment oldest = segments.oldestClosed();
    if (oldest == null || oldest.lastIndex() > delivery.covered(oldest)) {
      return false;
    }
    long from = Math.max(delivery.acked() + 1, oldest.firstIndex());
    if (from <= oldest.lastIndex()) {
      lost(reason, from, oldest.lastIndex());
    }
    delete(oldest);
    return true;
  }

  private void delete(Segment segment) {
    segments.remove(segment);
    Path file = segment.file();
    if (file == null) {
      return;
    }
    try {
      if (segment.isDamaged()) {
        quarantine.accept(file, nameOf(segment, file));
      } else {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      errors.report("spool delete", e);
    }
  }

  /** It lies in a queue, which lies in a stream. */
  private static String nameOf(Segment segment, Path file) {
    Path queue = Objects.requireNonNull(file.getParent());
    String name = file.getFileName().toString();
    return "segment-of-"
        + Objects.requireNonNull(queue.getParent()).getFileName()
        + "-records-"
        + segment.firstIndex()
        + "-to-"
        + segment.lastIndex()
        + name.substring(name.lastIndexOf('.'));
  }

  /** Tells of every record once, though two cursors may come upon the same gap. */
  void lost(DropReason reason, long firstIndex, long lastIndex) {
    for (IndexRanges.Range range : told.add(firstIndex, lastIndex)) {
      losses.onLoss(loss(reason, range));
    }
  }

  private SpoolLoss loss(DropReason reason, IndexRanges.Range range) {
    Map<Integer, Long> byHook = new TreeMap<>();
    long fromMillis = 0;
    long toMillis = 0;
    for (Segment segment : segments.all()) {
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
