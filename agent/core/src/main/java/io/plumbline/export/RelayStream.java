package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.spool.DeadStream;
import io.plumbline.spool.ErasureTally;
import io.plumbline.spool.RecordErasure;
import io.plumbline.spool.ServiceRoom;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolReader;
import io.plumbline.telemetry.TelemetryResource;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One stream as the relay needs it: this process's own, or one that a dead process left. */
public interface RelayStream extends AutoCloseable {
  /**
   * What the hooks of a process counted.
   *
   * @param made inferences
   * @param dropped those that never became a record, by reason
   */
  record HookCounts(long made, Map<DropReason, Long> dropped) {
    public HookCounts {
      dropped = Map.copyOf(dropped);
    }

    /** Those that became a record, or are about to. */
    long stored() {
      return made - dropped.values().stream().mapToLong(n -> n).sum();
    }
  }

  /** Whose telemetry it is. */
  TelemetryStream identity();

  SpoolReader reader();

  HookCounts hookCounts();

  /** Ranges of records that the spool told were lost. */
  LostRanges lost();

  long sizeBytes();

  /** Streams of dead processes beside it whose key is not given. */
  default int withoutKey() {
    return 0;
  }

  Duration lag();

  /** Whether records still come. */
  boolean isLiving();

  /** Whether what is not delivered is still there after this process. */
  boolean isDurable();

  /** Where it lies; null when it is in memory. */
  default @Nullable Path place() {
    return reader().directory();
  }

  /** As {@link SpoolReader#erase}, also in the ring. */
  default void eraseAll(RecordErasure erasure, boolean dryRun, ErasureTally tally)
      throws IOException {
    reader().erase(erasure, dryRun, tally);
  }

  /** Removes it: all is delivered, and so are its last counts. */
  void remove() throws IOException;

  /** What it takes, it takes of this; null when of none. */
  default @Nullable ServiceRoom room() {
    return null;
  }

  /**
   * Its oldest segment goes undelivered, when it is counted.
   *
   * @return whether there was one
   */
  default boolean giveUpOldest() {
    return false;
  }

  /** What is behind its segments goes, all of it being counted and in a checkpoint. */
  default void giveUpRest(DropReason reason) throws IOException {}

  /** Whether all that is in it is older than what is kept. */
  default boolean isExpired() {
    return false;
  }

  /** Removes it, being expired, with counts that nobody took. */
  default void abandon() throws IOException {
    remove();
  }

  /** Lets it go for others that wait; it comes again after them. */
  default void letGo() {
    close();
  }

  /** What became of inferences that were counted, not dropped, and never stored. */
  DropReason reasonOfMissing();

  /** Lets it go: it cannot be delivered by this process. */
  void reject(Exception why);

  /** Told of what is counted and what becomes a span; by default nobody asks it. Called once. */
  default SeenInferences seen() {
    return new SeenInferences();
  }

  /** Lets it go; what is undelivered stays for who adopts it next. */
  @Override
  void close();

  /**
   * The stream of this process. Its spool is opened and closed by who made it.
   *
   * @param lost the one that the spool tells
   */
  static RelayStream living(
      TelemetryStream identity, Spool spool, Supplier<HookCounts> hookCounts, LostRanges lost) {
    return living(identity, spool, hookCounts, lost, change -> {}, new SeenInferences());
  }

  /**
   * As above.
   *
   * @param ring changes records in the ring before the spool, as {@link
   *     io.plumbline.ring.RecordingRing#rewrite} does
   * @param seen for who asks what was made last
   */
  static RelayStream living(
      TelemetryStream identity,
      Spool spool,
      Supplier<HookCounts> hookCounts,
      LostRanges lost,
      Consumer<Consumer<ByteBuffer>> ring,
      SeenInferences seen) {
    return new LivingStream(identity, spool, hookCounts, lost, ring, seen);
  }

  /**
   * A stream that was adopted.
   *
   * @param hookCounts as its ring has them; zeros where there is none
   * @param lost the one that its adoption tells
   */
  static RelayStream adopted(DeadStream stream, HookCounts hookCounts, LostRanges lost) {
    TelemetryStream identity =
        new TelemetryStream(
            stream.header().streamId(),
            stream.header().startEpochNanos(),
            TelemetryResource.of(stream.header().resource()));
    return new AdoptedStream(identity, stream, hookCounts, lost);
  }
}
