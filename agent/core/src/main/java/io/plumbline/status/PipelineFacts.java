package io.plumbline.status;

import io.plumbline.diagnostics.DropReason;
import java.util.List;
import java.util.Map;

/**
 * From the ring to the receiver.
 *
 * @param made inferences
 * @param counted those that are in the metrics
 * @param dropped those that never will be, by reason
 * @param spansDropped those whose span was not delivered, by reason
 * @param receivers one a signal
 */
public record PipelineFacts(
    long made,
    long counted,
    Map<DropReason, Long> dropped,
    Map<DropReason, Long> spansDropped,
    SamplingFacts sampling,
    OverheadFacts overhead,
    SpoolFacts spool,
    List<ReceiverFacts> receivers) {
  public PipelineFacts {
    dropped = Map.copyOf(dropped);
    spansDropped = Map.copyOf(spansDropped);
    receivers = List.copyOf(receivers);
  }
}
