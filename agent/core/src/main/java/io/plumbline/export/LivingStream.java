package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.spool.ErasureTally;
import io.plumbline.spool.RecordErasure;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolReader;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The stream of this process. */
record LivingStream(
    TelemetryStream identity,
    Spool spool,
    Supplier<HookCounts> counts,
    LostRanges lost,
    Consumer<Consumer<ByteBuffer>> ring,
    SeenInferences seen)
    implements RelayStream {

  /** The ring first: what was in it by then is on its way into the spool as it is then. */
  @Override
  public void eraseAll(RecordErasure erasure, boolean dryRun, ErasureTally tally)
      throws IOException {
    ring.accept(payload -> tally.count(erasure.apply(payload)));
    spool.erase(erasure, dryRun, tally);
  }

  @Override
  public SpoolReader reader() {
    return spool;
  }

  @Override
  public HookCounts hookCounts() {
    return counts.get();
  }

  @Override
  public long sizeBytes() {
    return spool.sizeBytes();
  }

  @Override
  public int withoutKey() {
    return spool.streamsWithoutKey();
  }

  @Override
  public Duration lag() {
    return Duration.ofMillis(spool.lagMillis());
  }

  @Override
  public boolean isLiving() {
    return true;
  }

  @Override
  public boolean isDurable() {
    return spool.isDurable();
  }

  @Override
  public void remove() {
    // Who opened it removes it, once the writer has let it go too.
  }

  @Override
  public DropReason reasonOfMissing() {
    return DropReason.PROCESS_DIED;
  }

  @Override
  public void reject(Exception why) {
    // As remove().
  }

  @Override
  public void close() {
    // As remove().
  }
}
