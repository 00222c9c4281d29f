package io.plumbline.spool;

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
import org.jspecify.annotations.Nullable;

/**
 * Looks at every byte of a stream that means something, and changes none: header, the two-slot
 * files and what they say, lengths, checksums and order of all records, the ring.
 */
public final class StreamCheck {
  private static final List<String> SLOTS =
      List.of(
          MappedSegments.LAYOUT,
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
    this.queue =
        new SegmentCheck(
            findings, isLive, stream.ackedIndex(), stream.coveredIndex(), stream.keys(), progress);
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

  /** Records that were there and cannot be read, or that never were on the disk. */
  public List<SpoolLoss> lost() {
    List<SpoolLoss> lost = new ArrayList<>();
    queue.missing().forEach(range -> lost.add(loss(DropReason.CORRUPTED, range)));
    queue.neverOnDisk().forEach(range -> lost.add(loss(DropReason.SPOOL_UNAVAILABLE, range)));
    return lost;
  }

  private static SpoolLoss loss(DropReason reason, IndexRanges.Range range) {
    return new SpoolLoss(reason, range.first(), range.last(), 0, 0, Map.of());
  }

  /** Whether records in the ring may be lost; how many cannot be told. */
  public boolean isRingDamaged() {
    Path ring = file(SpoolDirectory.RING);
    return findings.stream().anyMatch(each -> each.isDamage() && each.file().equals(ring));
  }

  private void checkHeader() {
    StreamHeader header = readHeader(file(SpoolDirectory.HEADER));
    StreamHeader copy = readHeader(file(SpoolDirectory.HEADER_COPY));
    StreamHeader either = header == null ? copy : header;
    String name = stream.path().toAbsolutePath().getFileName().toString();
    if (either != null && !name.endsWith(either.streamId())) {
      note(
          file(SpoolDirectory.HEADER),
          -1,
          "the directory has another name than its stream, " + either.streamId());
    }
  }

  private @Nullable StreamHeader readHeader(Path file) {
    try {
      return StreamHeader.readFrom(file);
    } catch (NoSuchFileException e) {
      damage(file, -1, "is missing: it and its copy say whose records these are");
    } catch (IOException e) {
      damage(file, 0, "cannot be read: " + e.getMessage());
    }
    return null;
  }

  private void checkSlots(String name) throws IOException {
    List<Path> damaged = new TwoSlots(stream.path(), name).unreadable();
    for (int look = 1; look < LOOKS && !damaged.isEmpty(); look++) {
      damaged = new TwoSlots(stream.path(), name).unreadable();
    }
    boolean another = new TwoSlots(stream.path(), name).value() != null;
    for (Path slot : damaged) {
      damage(slot, 0, "is not whole; " + (another ? "the other one counts" : "nor is another"));
    }
  }

  private void checkQueue() throws IOException {
    long segmentBytes = checkLayout();
    for (StoredSegment segment : stream.files()) {
      Path file = segment.file();
      queue.check(file, SegmentFiles.isMapped(file) ? segmentBytes : 0);
    }
    queue.checkEnd(stream.lastInQueue(), file(SpoolDirectory.QUEUE));
    for (Path directory : SegmentFiles.queues(stream.path())) {
      checkNames(directory);
    }
  }

  /** Bytes of a mapped segment; 0 when not known. */
  private long checkLayout() throws IOException {
    byte[] layout = new TwoSlots(stream.path(), MappedSegments.LAYOUT).value();
    if (layout != null && layout.length == Integer.BYTES) {
      return ByteBuffer.wrap(layout).getInt();
    }
    if (stream.files().stream().map(StoredSegment::file).anyMatch(SegmentFiles::isMapped)) {
      damage(
          file(MappedSegments.LAYOUT),
          -1,
          "is missing: a segment that was cut cannot be told from a whole one");
    }
    return 0;
  }

  private void checkNames(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (!SegmentFiles.isKnown(file)) {
          note(file, -1, "is none of ours");
        }
      }
    } catch (NoSuchFileException e) {
      // It was delivered meanwhile.
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
    Path path = stream.path().toAbsolutePath();
    String name = path.getFileName().toString();
    Path quarantine = path.resolveSibling(Quarantine.NAME);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(quarantine, "*" + name + "*")) {
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
