package io.plumbline.telemetry;

import io.plumbline.diagnostics.DropReason;
import java.time.Duration;
import java.util.Map;

/**
 * What a stream says of its own losses.
 *
 * @param made inferences that its process made
 * @param dropped those that no metric of inferences counts, by reason
 * @param spansDropped those whose span, if they had one, was not delivered, by reason
 * @param lossTimes when the spans of the last gap were made, by its reason, as far as known
 * @param spoolBytes what the spool takes
 * @param streamsWithoutKey other streams of its service that its process cannot decrypt
 * @param lag age of the oldest inference that is not delivered
 */
public record StreamCounts(
    long made,
    Map<DropReason, Long> dropped,
    Map<DropReason, Long> spansDropped,
    Map<DropReason, LossTime> lossTimes,
    long spoolBytes,
    int streamsWithoutKey,
    Duration lag) {
  public StreamCounts {
    dropped = Map.copyOf(dropped);
    spansDropped = Map.copyOf(spansDropped);
    lossTimes = Map.copyOf(lossTimes);
  }
}
