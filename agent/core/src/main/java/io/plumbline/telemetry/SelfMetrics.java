package io.plumbline.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.plumbline.capture.CaptureLevel;
import io.plumbline.capture.CaptureOverhead;
import io.plumbline.diagnostics.DropReason;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The agent about itself: what was made, what was lost and why, what the spool holds, what the
 * exporters did.
 */
public final class SelfMetrics {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final double MILLIS_PER_SECOND = 1000;

  private final MetricPoints points;

  private SelfMetrics(MetricPoints points) {
    this.points = points;
  }

  /**
   * @param version of the agent
   * @param epochNanos time of the points
   * @param process {@link ProcessCounts#NONE} for a stream that another process left
   */
  public static Collection<MetricData> snapshot(
      TelemetryStream stream,
      String version,
      long epochNanos,
      StreamCounts counts,
      ProcessCounts process) {
    MetricPoints points = new MetricPoints(stream, version, epochNanos);
    SelfMetrics self = new SelfMetrics(points);
    self.addStream(counts);
    process.exporters().forEach(self::addExporter);
    if (process.overhead() != null) {
      self.addOverhead(process.overhead());
      points.add(Instrument.RELAY_UTILIZATION, Attributes.empty(), process.relayUtilization());
    }
    return points.metrics();
  }

  private void addStream(StreamCounts counts) {
    points.add(Instrument.INFERENCES, Attributes.empty(), counts.made());
    addReasons(Instrument.DROPPED, counts.dropped());
    addReasons(Instrument.SPANS_DROPPED, counts.spansDropped());
    counts.lossTimes().forEach(this::addLossTime);
    points.add(Instrument.SPOOL_SIZE, Attributes.empty(), counts.spoolBytes());
    points.add(Instrument.SPOOL_WITHOUT_KEY, Attributes.empty(), counts.streamsWithoutKey());
    double lag = counts.lag().toNanos() / NANOS_PER_SECOND;
    points.add(Instrument.SPOOL_LAG, Attributes.empty(), lag);
  }

  private void addOverhead(CaptureOverhead overhead) {
    for (CaptureLevel level : CaptureLevel.values()) {
      points.addOverhead(level, BucketHistogram.of(overhead.costOf(level)));
      points.add(
          Instrument.CAPTURE_STEPS,
          Attributes.of(InferenceAttributes.CAPTURE_LEVEL, level.attributeValue()),
          overhead.steps(level));
    }
    points.add(Instrument.CAPTURE_UTILIZATION, Attributes.empty(), overhead.utilization());
    double number = overhead.level().number();
    points.add(Instrument.CAPTURE_LEVEL_NUMBER, Attributes.empty(), number);
  }

  /** Every reason, also those that never happened: an alert needs the zero before the first one. */
  private void addReasons(Instrument instrument, Map<DropReason, Long> dropped) {
    for (DropReason reason : DropReason.values()) {
      points.add(
          instrument,
          Attributes.of(InferenceAttributes.DROP_REASON, reason.attributeValue()),
          dropped.getOrDefault(reason, 0L));
    }
  }

  private void addLossTime(DropReason reason, LossTime time) {
    Attributes attributes = Attributes.of(InferenceAttributes.DROP_REASON, reason.attributeValue());
    points.add(Instrument.SPANS_LOSS_BEGIN, attributes, time.fromEpochMillis() / MILLIS_PER_SECOND);
    points.add(Instrument.SPANS_LOSS_END, attributes, time.toEpochMillis() / MILLIS_PER_SECOND);
  }

  private void addExporter(ExporterCounts exporter) {
    boolean spans = exporter.signal() == ExporterCounts.Signal.SPANS;
    Instrument inFlight = spans ? Instrument.SPANS_IN_FLIGHT : Instrument.POINTS_IN_FLIGHT;
    Instrument exported = spans ? Instrument.SPANS_EXPORTED : Instrument.POINTS_EXPORTED;
    points.add(inFlight, attributes(exporter).build(), exporter.inFlight());
    points.add(exported, attributes(exporter).build(), exporter.exported());
    exporter
        .failed()
        .forEach(
            (errorType, count) ->
                points.add(
                    exported,
                    attributes(exporter).put(InferenceAttributes.ERROR_TYPE, errorType).build(),
                    count));
  }

  private static FlatAttributes.Builder attributes(ExporterCounts exporter) {
    return new FlatAttributes.Builder()
        .put(InferenceAttributes.COMPONENT_TYPE, exporter.componentType())
        // One exporter of each kind there is, so always the first.
        .put(InferenceAttributes.COMPONENT_NAME, exporter.componentType() + "/0")
        .put(InferenceAttributes.SERVER_ADDRESS, exporter.serverAddress())
        .put(InferenceAttributes.SERVER_PORT, (long) exporter.serverPort());
  }
}
