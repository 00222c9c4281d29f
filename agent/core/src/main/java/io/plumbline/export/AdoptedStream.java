package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.spool.DeadStream;
import io.plumbline.spool.ServiceRoom;
import io.plumbline.spool.SpoolReader;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.time.Duration;

/** What a dead process left. */
record AdoptedStream(
    TelemetryStream identity, DeadStream stream, HookCounts hookCounts, LostRanges lost)
    implements RelayStream {
  @Override
  public SpoolReader reader() {
    return stream;
  }

  /** Not asked for: the process that had it is gone, and it shrinks to nothing. */
  @Override
  public long sizeBytes() {
    return 0;
  }

  @Override
  public Duration lag() {
    return Duration.ZERO;
  }

  @Override
  public boolean isLiving() {
    return false;
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public ServiceRoom room() {
    return stream.room();
  }

  @Override
  public boolean giveUpOldest() {
    return stream.giveUpOldest();
  }

  @Override
  public void giveUpRest(DropReason reason) throws IOException {
    boolean ignored = stream.giveUpRing(reason);
  }

  @Override
  public boolean isExpired() {
    return stream.isExpired();
  }

  @Override
  public void abandon() throws IOException {
    lost.clear();
    stream.abandon();
  }

  @Override
  public void letGo() {
    lost.clear();
    stream.letGo();
  }

  @Override
  public void remove() throws IOException {
    lost.clear();
    stream.remove();
  }

  @Override
  public DropReason reasonOfMissing() {
    return stream.reasonOfMissing();
  }

  @Override
  public void reject(Exception why) {
    lost.clear();
    stream.reject(why);
  }

  @Override
  public void close() {
    lost.clear();
    stream.close();
  }
}
