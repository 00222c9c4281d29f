package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A small value that is replaced whole or not at all: two files, the older one overwritten in
 * place. They are longer than the value, so that it can be replaced, and grow some, on a full disk.
 * Big-endian.
 *
 * <pre>
 * offset  length  meaning
 *      0       8  magic, "PLMBSLOT"
 *      8       4  CRC32C of everything below
 *     12       4  length n of the value
 *     16       8  generation; the higher of two valid ones counts
 *     24       n  value
 *   24+n          anything
 * </pre>
 */
final class TwoSlots {
  private static final long MAGIC = 0x504C4D42534C4F54L;
  private static final int HEADER_BYTES = 24;
  private static final int MAX_BYTES = 64 << 20;

  /** A longer value may grow. */
  private static final int SMALL = 64;

  private static final int RESERVE = 16 << 10;

  private final Path[] slots;
  private final int room;
  private final List<Path> unreadable = new ArrayList<>();
  private long generation;
  private byte @Nullable [] value;

  TwoSlots(Path directory, String name) throws IOException {
    this(directory, name, 0);
  }

  /**
   * @param room bytes that each file takes from its first value on: so much can be written later
   *     though the disk is full
   */
  TwoSlots(Path directory, String name, int room) throws IOException {
    this.slots = slots(directory, name);
    this.room = room;
    for (Path slot : slots) {
      readIfNewer(slot);
    }
  }

  static Path[] slots(Path directory, String name) {
    return new Path[] {directory.resolve(name + ".0"), directory.resolve(name + ".1")};
  }

  byte @Nullable [] value() {
    return value;
  }

  /** Files that hold something that is not a value; a crash leaves one, beside a whole one. */
  List<Path> unreadable() {
    return unreadable;
  }

  /** These, when there is no value left. */
  List<Path> damaged() {
    return value == null ? unreadable : List.of();
  }

  void write(byte[] newValue) throws IOException {
    long next = generation + 1;
    int length = HEADER_BYTES + newValue.length;
    ByteBuffer bytes = ByteBuffer.allocate(reserved(length));
    bytes.putLong(MAGIC).putInt(0).putInt(newValue.length).putLong(next).put(newValue);
    bytes.putInt(8, crc(bytes.array(), length)).flip();
    try (FileChannel channel = OwnedFiles.openForWriting(slots[(int) (next & 1)])) {
      boolean grows = channel.size() < length;
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (grows) {
        reserve(channel, bytes.clear().position(length));
      }
    }
    generation = next;
    value = newValue;
  }

  private static void reserve(FileChannel channel, ByteBuffer zeros) {
    try {
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
    } catch (IOException e) {
      // The value is written; the next one may find no room.
    }
  }

  /** In both slots, and nothing of what they held before. */
  void writeOver(byte[] newValue) throws IOException {
    writeBoth(newValue);
    for (Path slot : slots) {
      try (FileChannel channel = OwnedFiles.openExisting(slot)) {
        ByteBuffer zeros = ByteBuffer.allocate(8192);
        for (long at = (long) HEADER_BYTES + newValue.length; at < channel.size(); ) {
          int left = (int) Math.min(zeros.capacity(), channel.size() - at);
          at += channel.write(zeros.clear().limit(left), at);
        }
        channel.force(true);
      }
    }
  }

  /** Has the disk write what was written; the newer slot is enough, and the older may be older. */
  void force() throws IOException {
    OwnedFiles.force(slots[(int) (generation & 1)]);
  }

  /** For what is written once: damage to one file does not lose it. */
  void writeBoth(byte[] newValue) throws IOException {
    write(newValue);
    write(newValue);
  }

  private int reserved(int length) {
    int some = length <= SMALL ? length : (2 * length + RESERVE - 1) / RESERVE * RESERVE;
    return Math.max(some, room);
  }

  private void readIfNewer(Path slot) throws IOException {
    byte[] bytes = contentOf(slot);
    if (bytes.length == 0) {
      return;
    }
    if (!isWhole(bytes)) {
      unreadable.add(slot);
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getLong(16) > generation) {
      generation = buffer.getLong(16);
      value = Arrays.copyOfRange(bytes, HEADER_BYTES, HEADER_BYTES + buffer.getInt(12));
    }
  }

  private static boolean isWhole(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int length = buffer.getInt(12);
    return buffer.getLong(0) == MAGIC
        && length >= 0
        && length <= bytes.length - HEADER_BYTES
        && buffer.getInt(8) == crc(bytes, HEADER_BYTES + length);
  }

  private static byte[] contentOf(Path slot) throws IOException {
    try {
      return OwnedFiles.read(slot, MAX_BYTES);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private static int crc(byte[] bytes, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 12, end - 12);
    return (int) crc.getValue();
  }
}
