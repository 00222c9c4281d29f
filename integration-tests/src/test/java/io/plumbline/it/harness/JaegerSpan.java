package io.plumbline.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span as Jaeger's query API shows it.
 *
 * @param tags Strings, Booleans, Longs and Doubles; Jaeger shows an array as JSON in a string
 * @param resource of the process, with {@code service.name}
 * @param json the whole, for what is not named here
 */
public record JaegerSpan(
    String traceId,
    String spanId,
    String operationName,
    Map<String, Object> tags,
    Map<String, Object> resource,
    JsonNode json) {

  static JaegerSpan of(JsonNode span, JsonNode processes) {
    JsonNode process = processes.path(span.path("processID").asText());
    Map<String, Object> resource = tags(process.path("tags"));
    resource.put("service.name", process.path("serviceName").asText());
    return new JaegerSpan(
        span.path("traceID").asText(),
        span.path("spanID").asText(),
        span.path("operationName").asText(),
        tags(span.path("tags")),
        resource,
        span);
  }

  public @Nullable Object tag(String key) {
    return tags.get(key);
  }

  private static Map<String, Object> tags(JsonNode tags) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (JsonNode tag : tags) {
      JsonNode value = tag.path("value");
      map.put(
          tag.path("key").asText(),
          switch (tag.path("type").asText()) {
            case "bool" -> value.asBoolean();
            case "int64" -> value.asLong();
            case "float64" -> value.asDouble();
            default -> value.asText();
          });
    }
    return map;
  }
}
