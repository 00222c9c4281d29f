package io.plumbline.it.harness;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/** The OpenTelemetry SDK as everybody has it: proves the receivers, without the agent. */
public final class SdkSender {
  private final Resource resource;
  private final OtlpProtocol protocol;
  private final URI endpoint;
  private final Map<String, String> headers;

  public SdkSender(
      String service, OtlpTarget target, OtlpProtocol protocol, Map<String, String> headers) {
    this.resource = Resource.create(Attributes.builder().put("service.name", service).build());
    this.protocol = protocol;
    this.endpoint = target.endpoint(protocol);
    this.headers = headers;
  }

  /** The ids of the span; it has been sent when this returns. */
  public SpanContext span(String name, Attributes attributes) {
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .addSpanProcessor(SimpleSpanProcessor.create(spanExporter()))
            .build()) {
      Span span = provider.get("harness").spanBuilder(name).startSpan();
      span.setAllAttributes(attributes).end();
      return span.getSpanContext();
    }
  }

  /**
   * @param measure records; what it recorded has been sent when this returns
   */
  public void metrics(Consumer<Meter> measure) {
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerMetricReader(PeriodicMetricReader.create(metricExporter()))
            .build()) {
      measure.accept(provider.get("harness"));
    }
  }

  private SpanExporter spanExporter() {
    return protocol == OtlpProtocol.GRPC
        ? OtlpGrpcSpanExporter.builder()
            .setEndpoint(endpoint.toString())
            .setHeaders(() -> headers)
            .build()
        : OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint + "/v1/traces")
            .setHeaders(() -> headers)
            .setCompression("gzip")
            .build();
  }

  private MetricExporter metricExporter() {
    return protocol == OtlpProtocol.GRPC
        ? OtlpGrpcMetricExporter.builder().setEndpoint(endpoint.toString()).build()
        : OtlpHttpMetricExporter.builder().setEndpoint(endpoint + "/v1/metrics").build();
  }
}
