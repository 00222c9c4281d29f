package io.plumbline.spool;

import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the segments of a dead process hold: the first record of each, and all of the newest, whose
 * end nobody else knows. No more of them is looked at.
 */
final class DeadSegments {
  private record First(Path file, RecordFrame frame) {
    long index() {
      return frame.record().index();
    }
  }

  private final SegmentTable segments = new SegmentTable();
  private final List<Path> withoutRecords = new ArrayList<>();
  private final List<SpoolLoss> neverOnDisk = new ArrayList<>();
  private @Nullable RecordFrame newest;
  private boolean isCut;
  private int mappedBytes;

  /**
   * @throws IOException when it cannot be read now, or is of another version
   * @throws MissingKeyException when it is encrypted under a key that is not given
   */
  static DeadSegments of(SpoolDirectory directory) throws IOException {
    DeadSegments found = new DeadSegments();
    found.mappedBytes = MappedSegments.segmentBytes(directory);
    List<First> firsts = new ArrayList<>();
    for (Path file : SegmentFiles.list(directory.path())) {
      RecordFrame first = firstOf(file);
      if (first == null) {
        found.withoutRecords.add(file);
      } else {
        requireKey(first, directory.keys());
        firsts.add(new First(file, first));
      }
      found.isCut |= SegmentFiles.isMapped(file) && Files.size(file) < found.mappedBytes;
    }
    firsts.sort(Comparator.comparingLong(First::index));
    long before = 0;
    for (int i = 0; i < firsts.size(); i++) {
      First next = i + 1 < firsts.size() ? firsts.get(i + 1) : null;
      before = found.add(firsts.get(i), before, next);
    }
    return found;
  }

  private static @Nullable RecordFrame firstOf(Path file) throws IOException {
    try (FrameScanner scanner = new FrameScanner(SegmentBytes.of(file))) {
      return scanner.next();
    }
  }

  /** Better told now, and all kept, than record by record. */
  private static void requireKey(RecordFrame first, SpoolKeys keys) throws MissingKeyException {
    RecordFrame ignored = first.opened(keys.recordOpener());
  }

  /**
   * @return the last index that may be in it
   */
  private long add(First segment, long before, @Nullable First next) throws IOException {
    long first = segment.index();
    long inMemory = Math.min(segment.frame().notOnDisk(), first - before - 1);
    if (inMemory > 0) {
      neverOnDisk.add(
          new SpoolLoss(DropReason.SPOOL_UNAVAILABLE, first - inMemory, first - 1, 0, 0, Map.of()));
    }
    long last = next == null ? lastOf(segment) : lastBefore(next, first);
    long from = segment.frame().record().spooledEpochMillis();
    long to =
        (next == null ? Objects.requireNonNull(newest) : next.frame())
            .record()
            .spooledEpochMillis();
    segments.addClosed(
        new Segment(DeadSegment.of(segment.file(), mappedBytes), first, last, from, to));
    return last;
  }

  private static long lastBefore(First next, long first) {
    return Math.max(first, next.index() - 1 - Math.max(0, next.frame().notOnDisk()));
  }

  private long lastOf(First segment) throws IOException {
    RecordFrame last = segment.frame();
    try (FrameScanner scanner = new FrameScanner(SegmentBytes.of(segment.file()))) {
      for (RecordFrame next = scanner.next(); next != null; next = scanner.next()) {
        last = next.record().index() > last.record().index() ? next : last;
      }
    }
    newest = last;
    return last.record().index();
  }

  SegmentTable segments() {
    return segments;
  }

  /** The newest record that can be read, or null. */
  @Nullable RecordFrame newest() {
    return newest;
  }

  /** Files in which none can be found: never used, or damaged. */
  List<Path> withoutRecords() {
    return withoutRecords;
  }

  /** What those files take. */
  long bytesWithoutRecords() {
    return withoutRecords.stream().mapToLong(file -> SegmentFiles.takenBy(file, mappedBytes)).sum();
  }

  /** Records between segments that were in memory only, while the disk could not be written. */
  List<SpoolLoss> neverOnDisk() {
    return neverOnDisk;
  }

  /** Whether there is evidence of files that once held more. */
  boolean areDamaged() {
    return isCut || !withoutRecords.isEmpty();
  }
}
