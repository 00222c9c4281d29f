package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A segment that holds at least one whole record.
 *
 * @param firstIndex of its first record
 * @param firstMillis when that one was spooled
 */
record StoredSegment(Path file, long firstIndex, long firstMillis) {

  /** Those of a queue, oldest first. Some may be gone by the time they are opened. */
  static List<StoredSegment> in(Path queue) throws IOException {
    List<StoredSegment> segments = new ArrayList<>();
    for (Map.Entry<Integer, Path> file : SegmentFiles.find(queue).entrySet()) {
      RecordFrame first = firstOf(file.getValue());
      if (first != null) {
        SpoolRecord record = first.record();
        segments.add(
            new StoredSegment(file.getValue(), record.index(), record.spooledEpochMillis()));
      }
    }
    return segments;
  }

  private static @Nullable RecordFrame firstOf(Path file) throws IOException {
    try (SegmentFile segment = new SegmentFile(file)) {
      return segment.nextRecord();
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
