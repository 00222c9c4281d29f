package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.spool.CarriedStream;
import io.plumbline.spool.SpoolReader;
import io.plumbline.telemetry.TelemetryResource;
import io.plumbline.telemetry.TelemetryStream;
import java.time.Duration;

/** What somebody delivers by hand. */
record CarriedRelayStream(CarriedStream stream, TelemetryStream identity, LostRanges lost)
    implements RelayStream {
  static CarriedRelayStream of(CarriedStream stream, LostRanges lost) {
    return new CarriedRelayStream(
        stream,
        new TelemetryStream(
            stream.header().streamId(),
            stream.header().startEpochNanos(),
            TelemetryResource.of(stream.header().resource())),
        lost);
  }

  @Override
  public SpoolReader reader() {
    return stream;
  }

  @Override
  public HookCounts hookCounts() {
    return new HookCounts(stream.made(), stream.dropped());
  }

  /** As of an adopted one: the process that had it is gone. */
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
  public void remove() {
    // Who claimed it decides, and lets it go.
  }

  @Override
  public DropReason reasonOfMissing() {
    return stream.reasonOfMissing();
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
