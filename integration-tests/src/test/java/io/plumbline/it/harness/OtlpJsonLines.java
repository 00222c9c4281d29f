package io.plumbline.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * Reads OTLP/JSON. It is protobuf's JSON but for the ids, which are hexadecimal instead of Base64.
 */
final class OtlpJsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> IDS = Set.of("traceId", "spanId", "parentSpanId");

  private OtlpJsonLines() {}

  static Message read(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      Message.Builder message =
          json.has("resourceSpans")
              ? ExportTraceServiceRequest.newBuilder()
              : ExportMetricsServiceRequest.newBuilder();
      idsAsBase64(json);
      JsonFormat.parser().merge(json.toString(), message);
      return message.build();
    } catch (JsonProcessingException | InvalidProtocolBufferException e) {
      throw new AssertionError("This is not OTLP/JSON: " + line, e);
    }
  }

  private static void idsAsBase64(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String id : IDS) {
        if (object.has(id)) {
          byte[] bytes = HexFormat.of().parseHex(object.get(id).asText());
          object.put(id, Base64.getEncoder().encodeToString(bytes));
        }
      }
    }
    node.forEach(OtlpJsonLines::idsAsBase64);
  }
}
