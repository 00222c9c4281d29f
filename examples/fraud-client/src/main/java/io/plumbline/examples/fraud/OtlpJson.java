package io.plumbline.examples.fraud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads OTLP/JSON, one export request a line. Source: opentelemetry-proto, "JSON Protobuf". */
final class OtlpJson {
  private static final int STATUS_ERROR = 2;

  private final Telemetry telemetry = new Telemetry();

  private OtlpJson() {}

  static Telemetry read(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    OtlpJson reading = new OtlpJson();
    String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    // What follows the last line feed is still being written.
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      JsonNode request = json.readTree(line);
      request.path("resourceSpans").forEach(reading::addSpans);
      request.path("resourceMetrics").forEach(reading::addMetrics);
    }
    return reading.telemetry;
  }

  private void addSpans(JsonNode resourceSpans) {
    Map<String, Object> resource = resource(resourceSpans);
    for (JsonNode scopeSpans : resourceSpans.path("scopeSpans")) {
      for (JsonNode node : scopeSpans.path("spans")) {
        Span span = span(String.valueOf(resource.get("service.name")), node);
        telemetry.spans().put(span.traceId() + span.id(), span);
      }
    }
  }

  private static Span span(String service, JsonNode span) {
    JsonNode status = span.path("status");
    return new Span(
        service,
        span.path("traceId").asText(),
        span.path("spanId").asText(),
        span.path("parentSpanId").asText(),
        span.path("name").asText(),
        span.path("startTimeUnixNano").asLong(),
        span.path("endTimeUnixNano").asLong(),
        attributes(span),
        status.path("code").asInt() == STATUS_ERROR ? status.path("message").asText() : null);
  }

  private void addMetrics(JsonNode resourceMetrics) {
    String resource = resource(resourceMetrics).toString();
    for (JsonNode scopeMetrics : resourceMetrics.path("scopeMetrics")) {
      for (JsonNode metric : scopeMetrics.path("metrics")) {
        for (String kind : List.of("sum", "gauge", "histogram", "exponentialHistogram")) {
          for (JsonNode point : metric.path(kind).path("dataPoints")) {
            Series series = series(metric, kind.contains("istogram"), point);
            String key = series.metric() + resource + series.attributes();
            telemetry.series().put(key, series);
          }
        }
      }
    }
  }

  private static Series series(JsonNode metric, boolean histogram, JsonNode point) {
    double value = point.path("asDouble").asDouble() + point.path("asInt").asDouble();
    List<Double> bounds = new ArrayList<>();
    point.path("explicitBounds").forEach(bound -> bounds.add(bound.asDouble()));
    List<Long> buckets = new ArrayList<>();
    point.path("bucketCounts").forEach(count -> buckets.add(count.asLong()));
    return new Series(
        metric.path("name").asText(),
        metric.path("unit").asText(),
        attributes(point),
        histogram,
        histogram ? point.path("count").asDouble() : value,
        histogram ? point.path("sum").asDouble() : value,
        bounds,
        buckets);
  }

  private static Map<String, Object> resource(JsonNode resourceTelemetry) {
    return attributes(resourceTelemetry.path("resource"));
  }

  private static Map<String, Object> attributes(JsonNode holder) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (JsonNode attribute : holder.path("attributes")) {
      Object value = value(attribute.path("value"));
      if (value != null) {
        attributes.put(attribute.path("key").asText(), value);
      }
    }
    return attributes;
  }

  private static @Nullable Object value(JsonNode value) {
    if (value.has("stringValue")) {
      return value.get("stringValue").asText();
    }
    if (value.has("intValue")) {
      return value.get("intValue").asLong();
    }
    if (value.has("doubleValue")) {
      return value.get("doubleValue").asDouble();
    }
    if (value.has("boolValue")) {
      return value.get("boolValue").asBoolean();
    }
    if (value.has("arrayValue")) {
      List<@Nullable Object> values = new ArrayList<>();
      value.get("arrayValue").path("values").forEach(element -> values.add(value(element)));
      return values;
    }
    return null;
  }
}
