package io.plumbline.it.harness;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /** The first value; null when the header is not there. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null ? null : values.get(0);
  }
}
