package io.plumbline.export;

import io.plumbline.spool.Checkpoint;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.IOException;

/** What a stream's relay has counted, as it lies in a checkpoint. */
public final class StoredCounts {
  private StoredCounts() {}

  /**
   * The same counts, sums and buckets, and no single value of anybody.
   *
   * @throws IOException when this agent cannot read it
   */
  public static Checkpoint withoutSingleValues(Checkpoint checkpoint, String agentVersion)
      throws IOException {
    if (!checkpoint.state().hasRemaining()) {
      return checkpoint;
    }
    StreamState state = StreamState.of(checkpoint.state(), TelemetryOptions.defaults(agentVersion));
    state.metrics().forgetSingleValues();
    return new Checkpoint(checkpoint.coveredIndex(), state.toBytes());
  }
}
