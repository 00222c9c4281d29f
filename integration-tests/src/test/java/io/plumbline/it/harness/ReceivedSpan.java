package io.plumbline.it.harness;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A span that arrived, with the resource and the scope it arrived under. */
public record ReceivedSpan(Resource resource, InstrumentationScope scope, Span span) {

  public String name() {
    return span.getName();
  }

  /** 32 hexadecimal digits. */
  public String traceId() {
    return hex(span.getTraceId());
  }

  /** 16 hexadecimal digits. */
  public String spanId() {
    return hex(span.getSpanId());
  }

  /** 16 hexadecimal digits; empty when it has no parent. */
  public String parentSpanId() {
    return hex(span.getParentSpanId());
  }

  /** Strings, Booleans, Longs, Doubles, and Lists of these. */
  public Map<String, Object> attributes() {
    return AttributeValues.toMap(span.getAttributesList());
  }

  public @Nullable Object attribute(String key) {
    return attributes().get(key);
  }

  public Map<String, Object> resourceAttributes() {
    return AttributeValues.toMap(resource.getAttributesList());
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
