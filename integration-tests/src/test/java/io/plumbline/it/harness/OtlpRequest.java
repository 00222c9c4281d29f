package io.plumbline.it.harness;

import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver.
 *
 * @param receivedNanos {@link System#nanoTime()} when it was complete; for the time between
 *     attempts
 * @param path {@code /v1/traces} or {@code
 *     opentelemetry.proto.collector.trace.v1.TraceService/Export}
 * @param headers names in lower case; for gRPC, its metadata
 * @param message an {@code ExportTraceServiceRequest} or an {@code ExportMetricsServiceRequest}
 * @param encodedBytes of the message, uncompressed
 */
public record OtlpRequest(
    OtlpProtocol protocol,
    long receivedNanos,
    String path,
    Map<String, List<String>> headers,
    Message message,
    int encodedBytes) {

  public OtlpRequest {
    headers = Map.copyOf(headers);
  }

  /**
   * Whether it tells of the process with this {@code service.instance.id}, perhaps of others too.
   */
  public boolean isOf(String instance) {
    Stream<Resource> resources =
        message instanceof ExportTraceServiceRequest traces
            ? traces.getResourceSpansList().stream().map(ResourceSpans::getResource)
            : ((ExportMetricsServiceRequest) message)
                .getResourceMetricsList().stream().map(ResourceMetrics::getResource);
    return resources.anyMatch(
        resource ->
            instance.equals(
                AttributeValues.toMap(resource.getAttributesList()).get("service.instance.id")));
  }

  public boolean isMetrics() {
    return message instanceof ExportMetricsServiceRequest;
  }

  /** Else it carries metrics. */
  public boolean isOfTraces() {
    return message instanceof ExportTraceServiceRequest;
  }

  /** The first value; null when the header is not there. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null ? null : values.get(0);
  }
}
