package io.plumbline.export;

import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.export.ExportResult.Refused;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.TraceRequest;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/**
 * Makes one attempt to send a batch, and says how it ended. Does not throw, does not retry; {@link
 * Delivery} does.
 *
 * <p>Blocks the calling thread, up to the endpoint's timeout. Each of the two methods serves one
 * thread at a time; {@link #close} may come from any.
 */
public final class OtlpExporter implements AutoCloseable {
  private final OtlpSender traces;
  private final OtlpSender metrics;

  /**
   * @param clock tells how far away the date in a {@code Retry-After} is
   * @param log is told of certificates that change
   * @throws IllegalArgumentException when headers or PEM files cannot be used
   */
  public OtlpExporter(ExportOptions options, Clock clock, AgentLog log) {
    this.traces = OtlpSender.to(options.traces(), OtlpSignal.TRACES, clock, log);
    this.metrics = OtlpSender.to(options.metrics(), OtlpSignal.METRICS, clock, log);
  }

  /** For a short while: what it would say is not heard. */
  public OtlpExporter(ExportOptions options, Clock clock) {
    this(options, clock, new AgentLog(clock, AgentLog.Level.ERROR));
  }

  public ExportResult exportSpans(List<EncodedSpan> batch) {
    return traces.send(TraceRequest.of(batch), BatchSize.limit(batch.size()));
  }

  public ExportResult exportMetrics(Collection<MetricData> batch) {
    MessageWriter request;
    try {
      request = MetricsRequestMarshaler.create(batch).toBinaryMessageWriter();
    } catch (RuntimeException notEncodable) {
      // The marshaler fell over a record: the same batch would do so for ever.
      return new Refused("could not be encoded: " + notEncodable, true);
    }
    return metrics.send(request, BatchSize.limit(batch.size()));
  }

  /** Gives up a request under way and closes the connections. What is exported later fails. */
  @Override
  public void close() {
    traces.close();
    metrics.close();
  }
}
