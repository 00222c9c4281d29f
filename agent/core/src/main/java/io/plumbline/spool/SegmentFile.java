package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.plumbline.spool.SegmentItem.Damage;
import io.plumbline.spool.SegmentItem.End;
import io.plumbline.spool.SegmentItem.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment, mapped or plain, by the drawing on the package page alone, without Chronicle:
 * nothing is mapped, locked or written, so that neither a living writer nor a read-only directory
 * minds. Goes on after damage: a record is known by its lengths, its version and its checksum.
 */
final class SegmentFile implements AutoCloseable {
  private static final int WORD = 4;
  private static final int META = 1 << 30;
  private static final int INCOMPLETE = 1 << 31;
  private static final int LENGTH = META - 1;
  private static final int END_MARK = INCOMPLETE | META;
  private static final long NOWHERE = -1;

  /** Bytes before each record: a header of Chronicle's, or none. */
  private final int prefix;

  private final FileChannel channel;
  private final SegmentWindow window;
  private long position;
  private long afterLastRecord;

  SegmentFile(Path file) throws IOException {
    this.prefix = SegmentFiles.isMapped(file) ? WORD : 0;
    this.channel = FileChannel.open(file, Set.of(READ, NOFOLLOW_LINKS));
    this.window = new SegmentWindow(channel);
  }

  /** The next record or piece of damage; {@link End} for as long as there is nothing more. */
  SegmentItem next() throws IOException {
    SegmentItem item = look();
    if (!(item instanceof Stored)) {
      // What was read a moment ago may have been written meanwhile.
      window.forget();
      item = look();
    }
    if (item instanceof Stored stored) {
      position = after(stored.offset(), stored.frame().length());
      afterLastRecord = position;
    }
    return item instanceof Damage damage ? stepOver(damage) : item;
  }

  /** The next record; null at the end. */
  @Nullable RecordFrame nextRecord() throws IOException {
    while (true) {
      SegmentItem item = next();
      if (item instanceof Stored stored) {
        return stored.frame();
      }
      if (item instanceof End) {
        return null;
      }
    }
  }

  private SegmentItem look() throws IOException {
    return prefix == 0 ? lookInPlain() : lookInMapped();
  }

  private SegmentItem lookInPlain() throws IOException {
    long left = channel.size() - position;
    if (left <= 0) {
      return new End(position, End.Kind.OPEN);
    }
    boolean fits = window.has(position, RecordFrame.HEADER_BYTES) && lengthAt(position) <= left;
    return fits
        ? recordAt(position, (int) lengthAt(position))
        : end(position, End.Kind.HALF_WRITTEN);
  }

  private SegmentItem lookInMapped() throws IOException {
    for (long at = position; window.has(at, WORD); ) {
      int header = window.intAt(at);
      if (header == END_MARK) {
        return end(at, End.Kind.CLOSED);
      }
      if ((header & INCOMPLETE) != 0) {
        return end(at, End.Kind.HALF_WRITTEN);
      }
      if (header == 0) {
        return end(at, End.Kind.OPEN);
      }
      if ((header & META) == 0) {
        return recordAt(at, header);
      }
      at = after(at, header & LENGTH); // an index of Chronicle's
    }
    return end(channel.size(), End.Kind.CUT);
  }

  /** What looks like the end is none when a whole record follows. */
  private SegmentItem end(long at, End.Kind kind) throws IOException {
    return find(afterLastRecord) == NOWHERE
        ? new End(at, kind)
        : new Damage(Math.min(at, channel.size()), 0, "no record where the next one must be");
  }

  private SegmentItem recordAt(long at, int length) throws IOException {
    RecordFrame frame = frameAt(at, length);
    if (frame != null) {
      return new Stored(at, frame);
    }
    boolean fits = at + prefix + length <= channel.size();
    return new Damage(
        at, 0, fits ? "a record with a wrong checksum" : "a length of " + length + " bytes");
  }

  private @Nullable RecordFrame frameAt(long at, int length) throws IOException {
    return window.has(at + prefix, length)
        ? RecordFrame.of(
            ByteBuffer.wrap(window.copy(at + prefix, length)).order(ByteOrder.LITTLE_ENDIAN))
        : null;
  }

  /** What a record there says of its own length, its header included. */
  private long lengthAt(long at) {
    return prefix == 0
        ? RecordFrame.HEADER_BYTES + Math.max(0L, window.intAt(at + WORD))
        : window.intAt(at) & LENGTH;
  }

  private long after(long at, long length) {
    return (at + prefix + length + WORD - 1) & -WORD;
  }

  /** To the next record; where there is none, to the end of what is damaged. */
  private Damage stepOver(Damage damage) throws IOException {
    long at = damage.offset();
    long behind = window.has(at, 2 * WORD) ? after(at, lengthAt(at)) : channel.size();
    boolean fits = behind < channel.size();
    if (fits && isRecordAt(behind)) {
      position = behind;
    } else {
      long found = find(afterLastRecord);
      position = found != NOWHERE ? found : fits ? behind : channel.size();
    }
    afterLastRecord = position;
    long from = Math.min(at, position);
    return new Damage(from, position - from, damage.what());
  }

  /** Where the next whole record starts, whatever its neighbours say. */
  private long find(long from) throws IOException {
    long at = window.skipZeros(from);
    while (at != NOWHERE && !isRecordAt(at)) {
      at = window.skipZeros(at + WORD);
    }
    return at;
  }

  private boolean isRecordAt(long at) throws IOException {
    if (!window.has(at, prefix + RecordFrame.HEADER_BYTES)) {
      return false;
    }
    long length = lengthAt(at);
    return length >= RecordFrame.HEADER_BYTES
        && length < META
        && window.intAt(at + prefix + WORD) == length - RecordFrame.HEADER_BYTES
        && RecordFrame.isKnown(window.byteAt(at + prefix + 2 * WORD))
        && frameAt(at, (int) length) != null;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
