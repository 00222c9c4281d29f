package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Erases records in segments, in place: index, length, header and count stay, the checksum follows.
 * What is sealed is sealed again under the same key, a salt of its own, and so another nonce.
 */
final class SegmentErasure {
  private final SpoolKeys keys;
  private final RecordErasure erasure;
  private final boolean dryRun;
  private final ErasureTally tally;
  private final SealedBytes.Opener opener;

  SegmentErasure(SpoolKeys keys, RecordErasure erasure, boolean dryRun, ErasureTally tally) {
    this.keys = keys;
    this.erasure = erasure;
    this.dryRun = dryRun;
    this.tally = tally;
    this.opener = keys.recordOpener();
  }

  /** Every record of it that can be found, also between damage. */
  void erase(SegmentContent segment) throws IOException {
    try (FrameScanner scanner = new FrameScanner(segment.open())) {
      boolean changed = false;
      for (RecordFrame frame = scanner.next(); frame != null; frame = scanner.next()) {
        ByteBuffer erased = erased(frame);
        if (erased != null) {
          segment.overwrite(reframed(frame, erased), scanner.lastAt());
          changed = true;
        }
      }
      if (changed) {
        segment.force();
      }
    } catch (NoSuchFileException deliveredMeanwhile) {
      // What was in it has left.
    }
  }

  /** Null when it stays as it is. */
  private @Nullable ByteBuffer erased(RecordFrame frame) {
    try {
      RecordFrame opened = frame.opened(opener);
      if (opened == null) {
        tally.count(RecordErasure.Outcome.UNREADABLE);
        return null;
      }
      ByteBuffer stored = opened.record().payload();
      ByteBuffer payload = ByteBuffer.allocate(stored.remaining()).put(stored.duplicate()).flip();
      RecordErasure.Outcome outcome = erasure.apply(payload);
      tally.count(outcome);
      return outcome.isErased() && !dryRun ? payload.clear() : null;
    } catch (MissingKeyException e) {
      tally.addWithoutKey();
      return null;
    }
  }

  private ByteBuffer reframed(RecordFrame frame, ByteBuffer payload) throws IOException {
    SpoolRecord record = frame.record();
    FrameBuffer buffer = new FrameBuffer(frame.length());
    if (!frame.isSealed()) {
      buffer.encode(
          record.hook(),
          record.index(),
          frame.notOnDisk(),
          record.spooledEpochMillis(),
          frame.ringPosition(),
          payload);
      return buffer.frame();
    }
    try {
      buffer.encodeSealed(
          keys.recordSealer(record.payload().order(ByteOrder.LITTLE_ENDIAN).getLong(0)),
          record.hook(),
          record.index(),
          frame.notOnDisk(),
          record.spooledEpochMillis(),
          frame.ringPosition(),
          payload);
      return buffer.frame();
    } catch (GeneralSecurityException e) {
      throw new IOException("it cannot be encrypted again: " + e.getMessage(), e);
    }
  }

  /** Into a file that a living writer may still append to: other bytes than these. */
  static void overwrite(Path file, ByteBuffer bytes, long at) throws IOException {
    try (FileChannel channel = FileChannel.open(file, Set.of(WRITE, NOFOLLOW_LINKS))) {
      long from = at - bytes.position();
      while (bytes.hasRemaining()) {
        channel.write(bytes, from + bytes.position());
      }
    }
  }

  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, Set.of(WRITE, NOFOLLOW_LINKS))) {
      channel.force(false);
    }
  }

  /**
   * Wipes what a dead process did not live to finish behind the last record of a segment: the ring
   * has it, or nobody.
   */
  static void wipeUnfinished(Path file) throws IOException {
    long end = 0;
    long size;
    try (FrameScanner scanner = new FrameScanner(SegmentBytes.of(file))) {
      while (scanner.next() != null) {
        end = scanner.lastEnd();
      }
    }
    if (end == 0) {
      return; // nobody knows what it is
    }
    boolean mapped = SegmentFiles.isMapped(file);
    try (FileChannel channel = FileChannel.open(file, Set.of(READ, WRITE, NOFOLLOW_LINKS))) {
      size = channel.size();
      // A document's header says that it is not finished, and stays.
      ByteBuffer zeros = ByteBuffer.allocate(8192);
      for (long at = end + (mapped ? Integer.BYTES : 0); at < size; ) {
        at += channel.write(zeros.clear().limit((int) Math.min(zeros.capacity(), size - at)), at);
      }
      if (!mapped) {
        channel.truncate(end);
      }
      channel.force(true);
    }
  }
}
