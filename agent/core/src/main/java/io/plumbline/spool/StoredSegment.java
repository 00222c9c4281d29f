package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment as it lies there.
 *
 * @param firstIndex of its first record; of one without a whole record, that of the one before it
 * @param firstMillis when its first record was spooled
 * @param holdsRecords whether there is a whole one in it
 */
record StoredSegment(Path file, long firstIndex, long firstMillis, boolean holdsRecords) {

  /** Those of a stream, oldest first. Some may be gone by the time they are opened. */
  static List<StoredSegment> in(Path stream) throws IOException {
    List<StoredSegment> segments = new ArrayList<>();
    long before = 0;
    for (Path file : SegmentFiles.list(stream)) {
      SpoolRecord first = firstOf(file);
      before = first == null ? before : first.index();
      long millis = first == null ? 0 : first.spooledEpochMillis();
      segments.add(new StoredSegment(file, before, millis, first != null));
    }
    // By name they are in order, but for a process that had to write them in another way.
    segments.sort(Comparator.comparingLong(StoredSegment::firstIndex));
    return segments;
  }

  private static @Nullable SpoolRecord firstOf(Path file) throws IOException {
    try (SegmentFile segment = new SegmentFile(file)) {
      RecordFrame first = segment.nextRecord();
      return first == null ? null : first.record();
    } catch (NoSuchFileException deliveredMeanwhile) {
      return null;
    }
  }

  /** The last record of the newest one that is still there; null when there is none. */
  static @Nullable RecordFrame newestIn(List<StoredSegment> segments) throws IOException {
    for (int i = segments.size() - 1; i >= 0; i--) {
      try (SegmentFile segment = new SegmentFile(segments.get(i).file())) {
        RecordFrame newest = null;
        for (RecordFrame next = segment.nextRecord(); next != null; next = segment.nextRecord()) {
          newest = next;
        }
        if (newest != null) {
          return newest;
        }
      } catch (NoSuchFileException deliveredMeanwhile) {
        // Then those before it are gone as well.
      }
    }
    return null;
  }
}
