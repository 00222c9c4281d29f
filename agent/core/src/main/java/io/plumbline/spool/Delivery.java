package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How far a stream is delivered and covered, on disk in files of our own. */
final class Delivery {
  static final String ACK = "ack";
  static final String CHECKPOINT = "checkpoint";

  private final TwoSlots ackSlots;
  private final TwoSlots checkpointSlots;
  private final AgentErrors errors;
  private volatile long acked; // the writer looks without the lock
  private @Nullable Checkpoint checkpoint;

  Delivery(Path directory, AgentErrors errors) throws IOException {
    this.ackSlots = new TwoSlots(directory, ACK);
    this.checkpointSlots = new TwoSlots(directory, CHECKPOINT);
    this.errors = errors;
    byte[] ack = ackSlots.value();
    this.acked = ack == null ? 0 : ByteBuffer.wrap(ack).getLong();
    byte[] state = checkpointSlots.value();
    this.checkpoint = state == null ? null : Checkpoint.decoded(state);
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
      ackSlots.write(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
    } catch (IOException e) {
      errors.report("spool ack", e);
    }
  }

  @Nullable Checkpoint checkpoint() {
    return checkpoint;
  }

  void save(Checkpoint next) throws IOException {
    checkpointSlots.write(next.encoded());
    checkpoint = next;
  }

  /** Records up to here are needed by nobody: not for spans, not for counts. */
  long done() {
    return Math.min(acked, covered());
  }

  /** The last record that is known to have been in the spool. */
  long furthest() {
    return Math.max(acked, covered());
  }

  long covered() {
    return checkpoint == null ? 0 : checkpoint.coveredIndex();
  }
}
