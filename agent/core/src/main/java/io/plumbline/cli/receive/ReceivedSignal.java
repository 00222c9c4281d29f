package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import io.plumbline.otlp.MessageType;
import io.plumbline.otlp.OtlpMessages;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The two kinds of request, and where each arrives. */
public enum ReceivedSignal {
  TRACES("/v1/traces", "trace.v1.TraceService", OtlpMessages.TRACE_REQUEST),
  METRICS("/v1/metrics", "metrics.v1.MetricsService", OtlpMessages.METRICS_REQUEST);

  private final String httpPath;
  private final String grpcPath;

  @SuppressWarnings("ImmutableEnumChecker") // a message's fields are fixed once it is declared
  private final MessageType request;

  ReceivedSignal(String httpPath, String service, MessageType request) {
    this.httpPath = httpPath;
    this.grpcPath = "/opentelemetry.proto.collector." + service + "/Export";
    this.request = request;
  }

  static @Nullable ReceivedSignal at(String path) {
    return Arrays.stream(values())
        .filter(signal -> signal.httpPath.equals(path) || signal.grpcPath.equals(path))
        .findFirst()
        .orElse(null);
  }

  /**
   * @param body of a request, in protobuf
   * @throws IOException when it is not one
   */
  public Message decode(byte[] body) throws IOException {
    return request.decode(body);
  }
}
