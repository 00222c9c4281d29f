package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A small value that is replaced whole or not at all: two files, the older one overwritten in
 * place. Big-endian.
 *
 * <pre>
 * offset  length  meaning
 *      0       8  magic, "PLMBSLOT"
 *      8       4  CRC32C of everything below
 *     12       4  length n of the value
 *     16       8  generation; the higher of two valid ones counts
 *     24       n  value
 * </pre>
 */
final class TwoSlots {
  private static final long MAGIC = 0x504C4D42534C4F54L;
  private static final int HEADER_BYTES = 24;
  private static final int MAX_BYTES = 64 << 20;

  private final Path[] slots;
  private long generation;
  private byte @Nullable [] value;

  TwoSlots(Path directory, String name) throws IOException {
    this.slots = slots(directory, name);
    for (Path slot : slots) {
      readIfNewer(slot);
    }
  }

  private static Path[] slots(Path directory, String name) {
    return new Path[] {directory.resolve(name + ".0"), directory.resolve(name + ".1")};
  }

  byte @Nullable [] value() {
    return value;
  }

  void write(byte[] newValue) throws IOException {
    long next = generation + 1;
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + newValue.length);
    bytes.putLong(MAGIC).putInt(0).putInt(newValue.length).putLong(next).put(newValue);
    bytes.putInt(8, crc(bytes.array(), bytes.position()));
    try (FileChannel channel = OwnedFiles.openForWriting(slots[(int) (next & 1)])) {
      for (bytes.flip(); bytes.hasRemaining(); ) {
        channel.write(bytes);
      }
    }
    generation = next;
    value = newValue;
  }

  private void readIfNewer(Path slot) throws IOException {
    byte[] bytes = contentOf(slot);
    if (!isWhole(bytes)) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long slotGeneration = buffer.getLong(16);
    if (slotGeneration > generation) {
      generation = slotGeneration;
      value = new byte[buffer.getInt(12)];
      buffer.get(HEADER_BYTES, value);
    }
  }

  /** The files of a value that are there and cannot be read. */
  static List<Path> damaged(Path directory, String name) throws IOException {
    List<Path> damaged = new ArrayList<>();
    for (Path slot : slots(directory, name)) {
      byte[] bytes = contentOf(slot);
      if (bytes.length > 0 && !isWhole(bytes)) { // empty: it was never written
        damaged.add(slot);
      }
    }
    return damaged;
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
      return Files.size(slot) > MAX_BYTES ? new byte[0] : OwnedFiles.readAll(slot);
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
