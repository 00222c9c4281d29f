package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.RingRecovery;
import io.plumbline.spool.StreamFinding.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Looks at every byte of a stream that means something, and changes none: header, the two-slot
 * files and what they say, lengths, checksums and order of all records, the ring.
 */
public final class StreamCheck {
  private static final List<String> SLOTS =
      List.of(
          SegmentedQueue.LAYOUT,
          Delivery.ACK,
          Delivery.CHECKPOINT,
          DeadStream.ADOPTED,
          ExportProgress.DELIVERED);

  /** A living process may be writing a slot just when it is looked at. */
  private static final int LOOKS = 10;

  private final StoredStream stream;
  private final boolean isLive;
  private final List<StreamFinding> findings = new ArrayList<>();
  private final SegmentCheck queue;

  private StreamCheck(StoredStream stream, LongConsumer progress) {
    this.stream = stream;
    this.isLive = stream.owner().state() == StreamOwner.State.LIVE;
    this.queue = new SegmentCheck(findings, isLive, stream.coveredIndex(), progress);
  }

  /**
   * @param progress told from time to time how many records were read so far
   * @throws IOException when a file that is there cannot be read
   */
  public static StreamCheck of(StoredStream stream, LongConsumer progress) throws IOException {
    StreamCheck check = new StreamCheck(stream, progress);
    check.checkHeader();
    for (String name : SLOTS) {
      check.checkSlots(name);
    }
    check.checkQueue();
    check.checkIndexes();
    check.checkRing();
    check.checkQuarantine();
    return check;
  }

  public List<StreamFinding> findings() {
    return List.copyOf(findings);
  }

  public boolean isDamaged() {
    return findings.stream().anyMatch(StreamFinding::isDamage);
  }

  /** Whole records in the queue. */
  public long wholeRecords() {
    return queue.records();
  }

  /** Records in the queue that were there and cannot be read. */
  public List<SpoolLoss> lost() {
    return queue.missing().stream()
        .map(
            range ->
                new SpoolLoss(DropReason.CORRUPTED, range.first(), range.last(), 0, 0, Map.of()))
        .toList();
  }

  /** Whether records in the ring may be lost; how many cannot be told. */
  public boolean isRingDamaged() {
    Path ring = file(SpoolDirectory.RING);
    return findings.stream().anyMatch(each -> each.isDamage() && each.file().equals(ring));
  }

  private void checkHeader() {
    Path file = file(SpoolDirectory.HEADER);
    try {
      String id = stream.header().streamId();
      if (!stream.path().toAbsolutePath().getFileName().toString().endsWith(id)) {
        note(file, -1, "the directory has another name than its stream, " + id);
      }
    } catch (NoSuchFileException e) {
      damage(file, -1, "is missing: nobody can say whose records these are");
    } catch (IOException e) {
      damage(file, 0, "cannot be read: " + e.getMessage());
    }
  }

  private void checkSlots(String name) throws IOException {
    List<Path> damaged = TwoSlots.damaged(stream.path(), name);
    for (int look = 1; look < LOOKS && !damaged.isEmpty(); look++) {
      damaged = TwoSlots.damaged(stream.path(), name);
    }
    boolean another = new TwoSlots(stream.path(), name).value() != null;
    for (Path slot : damaged) {
      damage(slot, 0, "is not whole; " + (another ? "the other one counts" : "nor is another"));
    }
  }

  private void checkQueue() throws IOException {
    Path directory = file(SpoolDirectory.QUEUE);
    long segmentBytes = checkLayout(Files.isDirectory(directory, NOFOLLOW_LINKS));
    Map<Integer, Path> segments = SegmentFiles.find(directory);
    for (Path segment : segments.values()) {
      queue.check(segment, segmentBytes);
    }
    queue.checkEnd(stream.lastInQueue(), directory);
    if (!segments.isEmpty()) {
      checkNames(directory);
    }
  }

  /** Bytes of a segment; 0 when not known. */
  private long checkLayout(boolean isNeeded) throws IOException {
    byte[] layout = new TwoSlots(stream.path(), SegmentedQueue.LAYOUT).value();
    if (layout != null && layout.length == Integer.BYTES) {
      return ByteBuffer.wrap(layout).getInt();
    }
    if (isNeeded) {
      damage(file(SegmentedQueue.LAYOUT), -1, "is missing: no agent can adopt the queue");
    }
    return 0;
  }

  private void checkNames(Path directory) throws IOException {
    if (!Files.exists(SegmentFiles.metadata(directory), NOFOLLOW_LINKS)) {
      note(SegmentFiles.metadata(directory), -1, "is missing; it is made again when needed");
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (!SegmentFiles.isKnown(file)) {
          note(file, -1, "is none of ours");
        }
      }
    }
  }

  private void checkIndexes() {
    long last = stream.lastIndex();
    if (stream.ackedIndex() > last) {
      damage(
          file(Delivery.ACK), -1, "up to record " + stream.ackedIndex() + ", the last is " + last);
    }
    if (stream.coveredIndex() > last) {
      damage(
          file(Delivery.CHECKPOINT),
          -1,
          "up to record " + stream.coveredIndex() + ", the last is " + last);
    }
    if (!isLive) {
      checkFront(stream.firstIndex());
    }
  }

  private void checkFront(long first) {
    if (first > stream.ackedIndex() + 1 && first <= stream.coveredIndex() + 1) {
      note(
          file(SpoolDirectory.QUEUE),
          -1,
          range(stream.ackedIndex() + 1, first - 1) + " gone, by a limit or by hand");
    }
  }

  static String range(long first, long last) {
    return first == last ? "record " + first + " is" : "records " + first + " to " + last + " are";
  }

  private void checkRing() {
    Path file = file(SpoolDirectory.RING);
    try {
      RingRecovery ring = stream.ring();
      if (ring == null) {
        note(file, -1, "is missing: it was in memory, or the process died before it had one");
        return;
      }
      long damagedAt = ring.damagedAt(stream.ringPosition());
      if (damagedAt >= 0) {
        damage(file, damagedAt, "no record where the next one must be");
      }
      if (!isLive && ring.hasHandedOnAfter(stream.ringPosition())) {
        damage(file(SpoolDirectory.QUEUE), -1, "lacks the newest records that the ring handed on");
      }
    } catch (IOException e) {
      damage(file, 0, "cannot be read: " + e.getMessage());
    }
  }

  private void checkQuarantine() throws IOException {
    Path quarantine = file(SpoolDirectory.QUARANTINE);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(quarantine)) {
      for (Path file : files) {
        note(file, -1, "was damaged when it was read, and put aside");
      }
    } catch (NoSuchFileException e) {
      // Nothing was damaged.
    }
  }

  private Path file(String name) {
    return stream.path().resolve(name);
  }

  private void damage(Path file, long offset, String what) {
    findings.add(new StreamFinding(Severity.DAMAGE, file, offset, what));
  }

  private void note(Path file, long offset, String what) {
    findings.add(new StreamFinding(Severity.NOTE, file, offset, what));
  }
}
