package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream is delivered and covered: in memory, and in files of our own as soon as there is
 * a directory for them.
 */
final class Delivery {
  static final String ACK = "ack";
  static final String CHECKPOINT = "checkpoint";

  /** What was counted can be saved when the disk is full, as long as it is not more than this. */
  private static final int STATE_ROOM = 64 << 10;

  private final AgentErrors errors;
  private SpoolKeys keys = SpoolKeys.NONE;
  private @Nullable TwoSlots ackSlots;
  private @Nullable TwoSlots checkpointSlots;
  private volatile long acked; // the writer looks without the lock
  private @Nullable Checkpoint checkpoint;
  private long savedUpTo;
  private boolean mustForce;
  private long forcedAcked;
  private long forcedSaved;

  /** Of a new stream. */
  Delivery(AgentErrors errors) {
    this.errors = errors;
  }

  /**
   * As a dead process left it.
   *
   * @param quarantine keeps files that should tell it, and do not
   */
  static Delivery of(Path stream, SpoolKeys keys, Quarantine quarantine, AgentErrors errors)
      throws IOException {
    Delivery delivery = new Delivery(errors);
    delivery.keys = keys;
    TwoSlots ack = new TwoSlots(stream, ACK);
    TwoSlots saved = new TwoSlots(stream, CHECKPOINT);
    for (TwoSlots slots : List.of(ack, saved)) {
      for (Path file : slots.damaged()) {
        quarantine.keep(file, file.getFileName() + "-of-" + stream.getFileName());
      }
    }
    byte[] acked = ack.value();
    byte[] state = saved.value();
    delivery.ackSlots = ack;
    delivery.checkpointSlots = saved;
    delivery.acked =
        acked == null || acked.length < Long.BYTES ? 0 : ByteBuffer.wrap(acked).getLong();
    delivery.checkpoint = open(state, keys, stream, quarantine);
    delivery.savedUpTo = delivery.counted();
    return delivery;
  }

  private static @Nullable Checkpoint open(
      byte @Nullable [] state, SpoolKeys keys, Path stream, Quarantine quarantine)
      throws IOException {
    try {
      return state == null || state.length < Long.BYTES ? null : keys.open(state);
    } catch (StreamDamagedException changed) {
      for (Path file : TwoSlots.slots(stream, CHECKPOINT)) {
        quarantine.keep(file, file.getFileName() + "-of-" + stream.getFileName());
      }
      return null;
    }
  }

  /**
   * From now on it is kept in these files, which have their room at once, in both slots.
   *
   * @param under which checkpoints are encrypted
   */
  void moveTo(Path stream, SpoolKeys under) throws IOException {
    keys = under;
    TwoSlots ack = new TwoSlots(stream, ACK);
    TwoSlots saved = new TwoSlots(stream, CHECKPOINT, STATE_ROOM);
    ack.writeBoth(ackBytes());
    saved.writeBoth(keys.seal(checkpoint == null ? Checkpoint.empty(0) : checkpoint));
    ackSlots = ack;
    checkpointSlots = saved;
    savedUpTo = counted();
  }

  /** The files are not there any more. */
  void leaveFiles() {
    ackSlots = null;
    checkpointSlots = null;
  }

  /** From now on nothing counts as written that the disk was not told to write. */
  void mustForce() {
    mustForce = true;
  }

  /** How far it was written at some time, to be forced without the stream's lock. */
  record Written(long acked, long saved, @Nullable TwoSlots ack, @Nullable TwoSlots checkpoint) {
    void force() throws IOException {
      if (checkpoint != null) {
        checkpoint.force();
      }
      if (ack != null) {
        ack.force();
      }
    }
  }

  Written written() {
    return new Written(acked, savedUpTo, ackSlots, checkpointSlots);
  }

  void forced(Written written) {
    forcedAcked = written.acked();
    forcedSaved = written.saved();
  }

  /** Whether it is further than what was forced, for what is in this segment. */
  boolean wantsForce(Segment segment) {
    long last = segment.lastIndex();
    boolean isAhead =
        (last <= savedUpTo && last > forcedSaved) || (last <= acked && last > forcedAcked);
    return mustForce && segment.isOnDisk() && isAhead;
  }

  long acked() {
    return acked;
  }

  /** Not to be written is no reason to stop: after a crash some spans are sent twice. */
  void ack(long index) {
    if (index <= acked) {
      return;
    }
    acked = index;
    try {
      if (ackSlots != null) {
        ackSlots.write(ackBytes());
      }
    } catch (IOException e) {
      errors.report("spool ack", e);
    }
  }

  private byte[] ackBytes() {
    return ByteBuffer.allocate(Long.BYTES).putLong(acked).array();
  }

  @Nullable Checkpoint checkpoint() {
    return checkpoint;
  }

  /**
   * @throws IOException when it could not be written; what is in memory alone can go all the same
   */
  void save(Checkpoint next) throws IOException {
    checkpoint = next;
    if (checkpointSlots != null) {
      checkpointSlots.write(keys.seal(next));
    }
    savedUpTo = next.coveredIndex();
  }

  /** As {@link #save}; nothing of what was saved before stays. */
  void saveOver(Checkpoint next) throws IOException {
    checkpoint = next;
    if (checkpointSlots != null) {
      checkpointSlots.writeOver(keys.seal(next));
    }
    savedUpTo = next.coveredIndex();
  }

  /** Records up to here are needed by nobody: not for spans, not for counts. */
  long done(Segment segment) {
    boolean onlyForced = mustForce && segment.isOnDisk();
    return Math.min(onlyForced ? forcedAcked : acked, covered(segment));
  }

  /** Nobody asks for records up to here any more. */
  long settled() {
    return Math.min(acked, counted());
  }

  /** The last record that is known to have been in the stream. */
  long furthest() {
    return Math.max(acked, counted());
  }

  /**
   * The last one that may go, since it is counted. What is on disk would be counted again after a
   * crash, unless that is saved; what is in memory would be gone.
   */
  long covered(Segment segment) {
    long saved = mustForce ? forcedSaved : savedUpTo;
    return segment.isOnDisk() ? saved : counted();
  }

  /** As {@link #covered}, though the disk may not have it yet. */
  long saved(Segment segment) {
    return segment.isOnDisk() ? savedUpTo : counted();
  }

  private long counted() {
    return checkpoint == null ? 0 : checkpoint.coveredIndex();
  }
}
