package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the segments of a dead process hold: the first index of each, and all of the
 * newest, whose end nobody else knows.
 */
final class DeadSegments {
  private final SegmentedQueue queue;
  private final AgentErrors errors;
  private @Nullable RecordFrame newest;

  DeadSegments(SegmentedQueue queue, AgentErrors errors) {
    this.queue = queue;
    this.errors = errors;
  }

  /**
   * Fills the table of the queue.
   *
   * @return the newest record that can be read, or null
   */
  @Nullable RecordFrame find(Path directory) throws IOException {
    List<Integer> cycles = new ArrayList<>(SegmentFiles.list(directory).keySet());
    Collections.reverse(cycles);
    Deque<Segment> found = new ArrayDeque<>();
    for (int cycle : cycles) {
      Segment segment = look(cycle, found.peekFirst());
      if (segment != null) {
        found.addFirst(segment);
      }
    }
    found.forEach(queue.segments()::addClosed);
    return newest;
  }

  private @Nullable Segment look(int cycle, @Nullable Segment after) {
    try (ExcerptTailer tailer = queue.createTailer()) {
      RecordFrame first = moveTo(tailer, cycle) ? nextFrame(tailer, cycle) : null;
      if (first == null) {
        return null;
      }
      long firstIndex = first.record().index();
      if (after != null) {
        return new Segment(cycle, firstIndex, Math.max(firstIndex, after.firstIndex() - 1));
      }
      newest = last(tailer, cycle, first);
      return new Segment(cycle, firstIndex, newest.record().index());
    } catch (RuntimeException | InternalError | AssertionError e) {
      errors.report("spool adoption", e); // Chronicle met garbage; another segment may be whole
      return null;
    }
  }

  private static boolean moveTo(ExcerptTailer tailer, int cycle) {
    return tailer.moveToIndex(ChronicleQueues.ROLL_CYCLE.toIndex(cycle, 0));
  }

  private static RecordFrame last(ExcerptTailer tailer, int cycle, RecordFrame first) {
    RecordFrame last = first;
    for (RecordFrame next = first; next != null; next = nextFrame(tailer, cycle)) {
      last = next;
    }
    return last;
  }

  /** The next whole one in this cycle; records that are not whole are stepped over. */
  private static @Nullable RecordFrame nextFrame(ExcerptTailer tailer, int cycle) {
    while (true) {
      try (DocumentContext document = tailer.readingDocument()) {
        if (!document.isPresent()
            || ChronicleQueues.ROLL_CYCLE.toCycle(document.index()) != cycle) {
          return null;
        }
        RecordFrame frame = RecordFrame.decode(ChronicleQueues.contentOf(document));
        if (frame != null) {
          return frame;
        }
      }
    }
  }
}
