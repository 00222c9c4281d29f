package io.plumbline.startup;

import io.plumbline.capture.HookRegistry;
import io.plumbline.capture.OverheadState;
import io.plumbline.capture.OverheadWatch;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.export.Delivery;
import io.plumbline.export.ExportOptions;
import io.plumbline.export.OtlpEndpoint;
import io.plumbline.export.Relay;
import io.plumbline.export.RelayStatus;
import io.plumbline.export.SeenInferences;
import io.plumbline.export.SignalStatus;
import io.plumbline.ring.RecordingRing;
import io.plumbline.ring.RingCounts;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolHome;
import io.plumbline.spool.SpoolKeeping;
import io.plumbline.status.LastInference;
import io.plumbline.status.OverheadFacts;
import io.plumbline.status.PipelineFacts;
import io.plumbline.status.ReceiverFacts;
import io.plumbline.status.SpoolFacts;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that runs, for who looks on from another thread: reads what its threads publish, asks
 * nothing of them.
 */
record PipelineView(
    SpoolHome home,
    RecordingRing ring,
    int ringBytes,
    Spool spool,
    boolean isEncrypted,
    SeenInferences seen,
    Relay relay,
    OverheadWatch overhead,
    ExportOptions firstEndpoints,
    Delivery<?> spans,
    Delivery<?> metrics) {

  /** Where the stream of this process lies; null in memory, or while it was removed. */
  @Nullable SpoolDirectory directory() {
    return home.isHere() ? home.directory() : null;
  }

  /**
   * Changes with what people wait for: the receiver answers otherwise, the first inference is
   * there.
   */
  String stamp() {
    RelayStatus relayed = relay.status();
    return spans.status().state()
        + " "
        + metrics.status().state()
        + " "
        + overhead.state().level()
        + " "
        + home.isHere()
        + " "
        + (relayed != null && relayed.counted() > 0);
  }

  RingCounts counts() {
    return ring.counts();
  }

  @Nullable LastInference last(int hook) {
    LastInference last = hook < HookRegistry.MAX_HOOKS ? seen.last(hook) : null;
    return last != null && isEncrypted ? last.withoutPrediction() : last;
  }

  PipelineFacts facts() {
    RingCounts counts = ring.counts();
    RelayStatus relayed = relay.status();
    ExportOptions to = relayed == null ? firstEndpoints : relayed.endpoints();
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, counts.dropped(reason));
    }
    if (relayed != null) {
      relayed.dropped().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
    }
    return new PipelineFacts(
        counts.made(),
        relayed == null ? 0 : relayed.counted(),
        dropped,
        relayed == null ? Map.of() : relayed.spansDropped(),
        seen.sampling(),
        overheadFacts(),
        spool(relayed),
        List.of(
            receiver("traces", to.traces(), spans), receiver("metrics", to.metrics(), metrics)));
  }

  private SpoolFacts spool(@Nullable RelayStatus relayed) {
    SpoolDirectory directory = directory();
    SpoolKeeping keeping = spool.keeping();
    return new SpoolFacts(
        directory == null ? null : directory.path().toString(),
        keeping.mode().name().toLowerCase(Locale.ROOT),
        keeping.configured().name().toLowerCase(Locale.ROOT),
        directory != null && (relayed == null || relayed.durable()),
        relayed == null ? 0 : relayed.bytes(),
        keeping.maxBytes(),
        relayed == null ? Duration.ZERO : relayed.lag(),
        relayed == null ? 0 : relayed.waiting(),
        ring.usedBytes(),
        ringBytes,
        relayed == null ? null : relayed.adopting(),
        home.room().withoutKey());
  }

  private OverheadFacts overheadFacts() {
    OverheadState now = overhead.state();
    return new OverheadFacts(
        now.level().attributeValue(),
        now.utilization(),
        now.budget().maxUtilization(),
        Duration.ofNanos((long) now.callNanos()),
        now.budget().maxCall(),
        relay.utilization(),
        relay.boundedTo());
  }

  private static ReceiverFacts receiver(String signal, OtlpEndpoint endpoint, Delivery<?> way) {
    SignalStatus status = way.status();
    return new ReceiverFacts(
        signal,
        OtlpEndpoint.shown(endpoint.uri()),
        endpoint.protocol().key(),
        status.state(),
        status.answer(),
        status.answered(),
        status.delivered(),
        status.failures(),
        way.counters().exported(),
        way.counters().failed().values().stream().mapToLong(n -> n).sum());
  }
}
