package io.plumbline.examples.fraud;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span that arrived.
 *
 * @param parentId empty when it has none
 * @param attributes as they came; values are String, Long, Double, Boolean or List
 * @param error message of its status; null when it is no error
 */
record Span(
    String service,
    String traceId,
    String id,
    String parentId,
    String name,
    long startEpochNanos,
    long endEpochNanos,
    Map<String, Object> attributes,
    @Nullable String error) {

  @Nullable String text(String attribute) {
    Object value = attributes.get(attribute);
    return value == null ? null : value.toString();
  }

  List<?> list(String attribute) {
    return attributes.get(attribute) instanceof List<?> list ? list : List.of();
  }
}
