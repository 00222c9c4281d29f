package io.plumbline.ring;

import static io.plumbline.ring.RingLayout.HEADER_BYTES;
import static io.plumbline.ring.RingLayout.RECORDS_AT;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Changes records in the file of a ring that no process writes to, and wipes what else stands in
 * it: what was handed on already, and what nobody lived to finish.
 */
public final class RingErasure {
  private final FileChannel channel;
  private final ByteBuffer region;
  private final Predicate<ByteBuffer> change;
  private final boolean dryRun;

  private RingErasure(
      FileChannel channel, ByteBuffer region, Predicate<ByteBuffer> change, boolean dryRun) {
    this.channel = channel;
    this.region = region;
    this.change = change;
    this.dryRun = dryRun;
  }

  /**
   * @param change of a record's bytes, from 0 to the limit; says whether it changed them
   * @param dryRun whether the file stays as it is
   * @throws RingDamagedException when its positions make no sense, so that nothing can be found
   */
  public static void apply(Path file, Predicate<ByteBuffer> change, boolean dryRun)
      throws IOException {
    Set<OpenOption> options =
        dryRun ? Set.of(READ, NOFOLLOW_LINKS) : Set.of(READ, WRITE, NOFOLLOW_LINKS);
    try (FileChannel channel = FileChannel.open(file, options)) {
      ByteBuffer header = read(channel, 0, RECORDS_AT);
      long capacity = header.getLong(RingLayout.CAPACITY_AT);
      long read = header.getLong(RingLayout.READ_AT);
      long tail = header.getLong(RingLayout.TAIL_AT);
      boolean sound =
          header.getLong(RingLayout.MAGIC_AT) == RingLayout.MAGIC
              && capacity > 0
              && capacity <= channel.size() - RECORDS_AT
              && read >= 0
              && read <= tail
              && tail - read <= capacity;
      if (!sound) {
        throw new RingDamagedException(file + " is damaged: nothing can be found in it");
      }
      ByteBuffer region = read(channel, RECORDS_AT, (int) capacity);
      new RingErasure(channel, region, change, dryRun).walk(read, tail);
    }
  }

  private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
    return bytes.clear();
  }

  private void walk(long read, long tail) throws IOException {
    int capacity = region.capacity();
    for (long position = read; position < tail; ) {
      int at = (int) (position % capacity);
      long header = region.getLong(at);
      if (!RingLayout.isPlausible(header, capacity - at)) {
        position += Long.BYTES;
        continue;
      }
      int length = RingLayout.length(header);
      if (RingLayout.kind(header) == RingLayout.RECORD && length > HEADER_BYTES) {
        record(at + HEADER_BYTES, length - HEADER_BYTES);
      } else if (RingLayout.kind(header) != RingLayout.PADDING) {
        wipe(at + HEADER_BYTES, Math.abs(length) - HEADER_BYTES);
      }
      position += RingLayout.align(Math.abs(length));
    }
    // Behind the tail and up to what is still to be read: what was handed on and not zeroed yet.
    for (long position = tail; position < read + capacity; position += Long.BYTES) {
      if (region.getLong((int) (position % capacity)) != 0) {
        wipe((int) (position % capacity), Long.BYTES);
      }
    }
    if (!dryRun) {
      channel.force(false);
    }
  }

  private void record(int at, int length) throws IOException {
    if (change.test(region.slice(at, length)) && !dryRun) {
      write(at, length);
    }
  }

  private void wipe(int at, int length) throws IOException {
    for (int i = at; i < at + length; i++) {
      region.put(i, (byte) 0);
    }
    if (!dryRun) {
      write(at, length);
    }
  }

  private void write(int at, int length) throws IOException {
    ByteBuffer bytes = region.slice(at, length);
    while (bytes.hasRemaining()) {
      channel.write(bytes, (long) RECORDS_AT + at + bytes.position());
    }
  }
}
