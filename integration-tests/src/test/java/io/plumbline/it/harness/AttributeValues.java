package io.plumbline.it.harness;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OTLP attributes as what Java has for them: String, Boolean, Long, Double, List, Map, byte[]. */
final class AttributeValues {
  private AttributeValues() {}

  static Map<String, Object> toMap(List<KeyValue> attributes) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (KeyValue attribute : attributes) {
      Object previous = map.put(attribute.getKey(), toJava(attribute.getValue()));
      if (previous != null) {
        throw new AssertionError("The attribute " + attribute.getKey() + " is there twice");
      }
    }
    return map;
  }

  private static Object toJava(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(AttributeValues::toJava).toList();
      case KVLIST_VALUE -> toMap(value.getKvlistValue().getValuesList());
      case BYTES_VALUE -> value.getBytesValue().toByteArray();
      default -> throw new AssertionError("An attribute without a value: " + value);
    };
  }
}
