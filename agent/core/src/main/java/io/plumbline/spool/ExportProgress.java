package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream is exported by hand: in the stream's own two-slot files, so that an agent that
 * adopts it goes on there; in a directory of the user's where the stream cannot be written; else in
 * memory.
 */
final class ExportProgress {
  static final String DELIVERED = "delivered";

  private final @Nullable Slots slots;
  private final SpoolKeys keys;
  private long acked;
  private @Nullable Checkpoint checkpoint;
  private @Nullable DeliveredMark delivered;

  private record Slots(TwoSlots ack, TwoSlots checkpoint, TwoSlots delivered) {
    static Slots in(Path directory) throws IOException {
      return new Slots(
          new TwoSlots(directory, Delivery.ACK),
          new TwoSlots(directory, Delivery.CHECKPOINT),
          new TwoSlots(directory, DELIVERED));
    }
  }

  private ExportProgress(@Nullable Slots slots, SpoolKeys keys) {
    this.slots = slots;
    this.keys = keys;
  }

  /**
   * @param directory where it is kept, and was kept before; null to keep it nowhere
   * @param keys of what is kept there
   */
  static ExportProgress of(Path stream, @Nullable Path directory, SpoolKeys keys)
      throws IOException {
    Slots slots = directory == null ? null : Slots.in(directory);
    ExportProgress progress = new ExportProgress(slots, keys);
    progress.load(Slots.in(stream));
    if (progress.slots != null) {
      progress.load(progress.slots);
    }
    return progress;
  }

  private void load(Slots from) throws IOException {
    byte[] ack = from.ack.value();
    acked = Math.max(acked, ack == null ? 0 : ByteBuffer.wrap(ack).getLong());
    byte[] state = from.checkpoint.value();
    Checkpoint saved = state == null ? null : keys.open(state);
    if (saved != null && saved.coveredIndex() >= covered()) {
      checkpoint = saved;
    }
    DeliveredMark mark = DeliveredMark.decoded(from.delivered.value());
    delivered = mark == null ? delivered : mark;
  }

  /** The directory of one stream below one of the user's. */
  static Path directoryOf(StreamHeader header, Path below) throws IOException {
    Files.createDirectories(below);
    Path directory = below.resolve(header.streamId());
    if (!Files.isDirectory(directory)) {
      OwnedFiles.createDirectory(directory);
    }
    return directory;
  }

  boolean isKept() {
    return slots != null;
  }

  long acked() {
    return acked;
  }

  void ack(long index) throws IOException {
    acked = Math.max(acked, index);
    if (slots != null) {
      slots.ack.write(ByteBuffer.allocate(Long.BYTES).putLong(acked).array());
    }
  }

  @Nullable Checkpoint checkpoint() {
    return checkpoint;
  }

  private long covered() {
    return checkpoint == null ? 0 : checkpoint.coveredIndex();
  }

  void save(Checkpoint next) throws IOException {
    checkpoint = next;
    if (slots != null) {
      slots.checkpoint.write(keys.seal(next));
    }
  }

  void saveOver(Checkpoint next) throws IOException {
    checkpoint = next;
    if (slots != null) {
      slots.checkpoint.writeOver(keys.seal(next));
    }
  }

  @Nullable DeliveredMark delivered() {
    return delivered;
  }

  void markDelivered(DeliveredMark mark) throws IOException {
    delivered = mark;
    if (slots != null) {
      slots.delivered.write(mark.encoded());
    }
  }
}
