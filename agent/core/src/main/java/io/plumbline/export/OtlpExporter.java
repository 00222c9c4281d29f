package io.plumbline.export;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.plumbline.diagnostics.AgentLog;
import java.time.Clock;
import java.util.Collection;

/**
 * Makes one attempt to send a batch, and says how it ended. Does not throw, does not retry; {@link
 * Delivery} does.
 *
 * <p>Blocks the calling thread, up to the endpoint's timeout. Each of the two methods serves one
 * thread at a time; {@link #close} may come from any.
 */
public final class OtlpExporter implements AutoCloseable {
  private final SignalExporter<SpanData> spans;
  private final SignalExporter<MetricData> metrics;

  /**
   * @param clock tells how far away the date in a {@code Retry-After} is
   * @param log is told of certificates that change
   * @throws IllegalArgumentException when headers or PEM files cannot be used
   */
  public OtlpExporter(ExportOptions options, Clock clock, AgentLog log) {
    this.spans = spans(options.traces(), clock, log);
    this.metrics = metrics(options.metrics(), clock, log);
  }

  /** For a short while: what it would say is not heard. */
  public OtlpExporter(ExportOptions options, Clock clock) {
    this(options, clock, new AgentLog(clock, AgentLog.Level.ERROR));
  }

  public ExportResult exportSpans(Collection<SpanData> batch) {
    return spans.export(batch);
  }

  public ExportResult exportMetrics(Collection<MetricData> batch) {
    return metrics.export(batch);
  }

  /** Gives up a request under way and closes the connections. What is exported later fails. */
  @Override
  public void close() {
    spans.close();
    metrics.close();
  }

  private static SignalExporter<SpanData> spans(OtlpEndpoint endpoint, Clock clock, AgentLog log) {
    AttemptResult attempt = new AttemptResult(endpoint);
    OtlpSender sender = new OtlpSender(endpoint, attempt, clock, log);
    SpanExporter exporter =
        endpoint.protocol() == OtlpProtocol.GRPC
            ? OtlpGrpcSpanExporter.builder()
                .setEndpoint(endpoint.uri().toString())
                .setCompression(endpoint.compression().key())
                .setRetryPolicy(null)
                .setMeterProvider(MeterProvider.noop())
                .setComponentLoader(sender)
                .build()
            : OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.uri().toString())
                .setCompression(endpoint.compression().key())
                .setRetryPolicy(null)
                .setMeterProvider(MeterProvider.noop())
                .setComponentLoader(sender)
                .build();
    return new SignalExporter<>(exporter::export, exporter::shutdown, attempt);
  }

  private static SignalExporter<MetricData> metrics(
      OtlpEndpoint endpoint, Clock clock, AgentLog log) {
    AttemptResult attempt = new AttemptResult(endpoint);
    OtlpSender sender = new OtlpSender(endpoint, attempt, clock, log);
    MetricExporter exporter =
        endpoint.protocol() == OtlpProtocol.GRPC
            ? OtlpGrpcMetricExporter.builder()
                .setEndpoint(endpoint.uri().toString())
                .setCompression(endpoint.compression().key())
                .setRetryPolicy(null)
                .setMeterProvider(MeterProvider.noop())
                .setComponentLoader(sender)
                .build()
            : OtlpHttpMetricExporter.builder()
                .setEndpoint(endpoint.uri().toString())
                .setCompression(endpoint.compression().key())
                .setRetryPolicy(null)
                .setMeterProvider(MeterProvider.noop())
                .setComponentLoader(sender)
                .build();
    return new SignalExporter<>(exporter::export, exporter::shutdown, attempt);
  }
}
