package io.plumbline.spool;

import io.plumbline.spool.SegmentItem.Damage;
import io.plumbline.spool.SegmentItem.End;
import io.plumbline.spool.SegmentItem.Stored;
import io.plumbline.spool.StreamFinding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a queue one after the other, and finds what is wrong in or between them.
 */
final class SegmentCheck {
  private static final int PROGRESS_RECORDS = 1000;
  private static final long ANY = 0;

  private final List<StreamFinding> findings;
  private final boolean isLive;
  private final long acked;
  private final long covered;
  private final LongConsumer progress;
  private final SealedBytes.Opener opener;
  private long withoutKey;
  private final List<IndexRanges.Range> missing = new ArrayList<>();
  private final List<IndexRanges.Range> neverOnDisk = new ArrayList<>();
  private long records;
  private long expected = ANY;
  private @Nullable StreamFinding pending;

  /**
   * @param acked no record beyond this index is missed at the front unless there is damage
   * @param covered no record beyond this index may be missing, not even at the front
   */
  SegmentCheck(
      List<StreamFinding> findings,
      boolean isLive,
      long acked,
      long covered,
      SpoolKeys keys,
      LongConsumer progress) {
    this.findings = findings;
    this.isLive = isLive;
    this.acked = acked;
    this.covered = covered;
    this.progress = progress;
    this.opener = keys.recordOpener();
  }

  long records() {
    return records;
  }

  /** Indexes between whole records, or at the end, that no whole record has. */
  List<IndexRanges.Range> missing() {
    return List.copyOf(missing);
  }

  /** Indexes that the process had in memory alone, while the disk could not be written. */
  List<IndexRanges.Range> neverOnDisk() {
    return List.copyOf(neverOnDisk);
  }

  /**
   * @param segmentBytes that it must have; 0 when not known
   */
  void check(Path file, long segmentBytes) throws IOException {
    try (SegmentFile segment = new SegmentFile(file)) {
      long size = Files.size(file);
      if (size < segmentBytes) {
        add(Severity.DAMAGE, file, size, "is cut: it had " + segmentBytes + " bytes");
      }
      SegmentItem item = segment.next();
      for (; !(item instanceof End); item = segment.next()) {
        check(file, item);
      }
      checkEnd(file, (End) item);
    } catch (NoSuchFileException deliveredMeanwhile) {
      expected = ANY;
    }
  }

  private void check(Path file, SegmentItem item) {
    if (item instanceof Stored stored) {
      checkIndex(file, stored.offset(), stored.frame());
    } else if (item instanceof Damage damage) {
      tellPending("");
      pending =
          new StreamFinding(
              Severity.DAMAGE, file, damage.offset(), damage.bytes() + " bytes: " + damage.what());
    }
  }

  private void checkIndex(Path file, long offset, RecordFrame frame) {
    long index = frame.record().index();
    if (expected == ANY && !isLive) {
      expected = firstAfterDamage(index);
    }
    if (expected != ANY && index < expected) {
      add(Severity.DAMAGE, file, offset, "record " + index + " after record " + (expected - 1));
      return;
    }
    if (expected != ANY && index > expected) {
      long inMemory = Math.min(index - expected, Math.max(0, frame.notOnDisk()));
      lost(file, offset, expected, index - 1 - inMemory);
      neverOnDisk(file, offset, index - inMemory, index - 1);
    }
    tellPending("");
    checkSeal(file, offset, frame);
    expected = index + 1;
    if (++records % PROGRESS_RECORDS == 0) {
      progress.accept(records);
    }
  }

  private void checkSeal(Path file, long offset, RecordFrame frame) {
    try {
      if (frame.opened(opener) == null) {
        long index = frame.record().index();
        missing.add(new IndexRanges.Range(index, index));
        add(Severity.DAMAGE, file, offset, "record " + index + " was changed after it was sealed");
      }
    } catch (MissingKeyException e) {
      if (withoutKey++ == 0) {
        String more = "; of this and others under it only the checksums are looked at";
        add(Severity.NOTE, file, offset, e.getMessage() + more);
      }
    }
  }

  private void neverOnDisk(Path file, long offset, long first, long last) {
    if (first <= last) {
      neverOnDisk.add(new IndexRanges.Range(first, last));
      String what = StreamCheck.range(first, last) + " gone: only in memory, the disk took nothing";
      add(Severity.NOTE, file, offset, what);
    }
  }

  /** What must come before the first whole record, as far as can be told; else that one itself. */
  private long firstAfterDamage(long index) {
    long needed = pending == null ? covered : Math.min(acked, covered);
    return Math.min(index, needed + 1);
  }

  private void lost(Path file, long offset, long first, long last) {
    if (first > last) {
      return;
    }
    missing.add(new IndexRanges.Range(first, last));
    String what = StreamCheck.range(first, last) + " missing";
    if (pending == null) {
      add(Severity.DAMAGE, file, offset, what + " before record " + (last + 1));
    } else {
      tellPending("; " + what);
    }
  }

  private void tellPending(String more) {
    if (pending != null) {
      add(pending.severity(), pending.file(), pending.offset(), pending.what() + more);
      pending = null;
    }
  }

  private void checkEnd(Path file, End end) {
    if (end.kind() == End.Kind.HALF_WRITTEN && !isLive) {
      add(
          Severity.NOTE,
          file,
          end.offset(),
          "a record that its process did not live to finish; the ring has it");
    }
  }

  /**
   * @param last index that the queue must have
   */
  void checkEnd(long last, Path directory) {
    if (expected != ANY && expected <= last) {
      lost(directory, -1, expected, last);
    }
    tellPending("");
  }

  private void add(Severity severity, Path file, long offset, String what) {
    findings.add(new StreamFinding(severity, file, offset, what));
  }
}
