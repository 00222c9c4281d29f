package io.plumbline.export;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.resources.Resource;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.SpanProtos;
import java.util.List;
import java.util.stream.IntStream;

/** Spans as the relay makes them. */
final class TestSpans {
  static final Resource RESOURCE =
      Resource.create(Attributes.builder().put("service.name", "fraud").build());

  private TestSpans() {}

  static EncodedSpan named(String name) {
    return SpanProtos.encoded(RESOURCE, builder(name).build());
  }

  static List<EncodedSpan> many(int count) {
    return IntStream.range(0, count).mapToObj(i -> named("predict " + i)).toList();
  }

  /** A span whose encoding is a little above {@code bytes}. */
  static EncodedSpan ofBytes(String name, int bytes) {
    KeyValue.Builder attribute = KeyValue.newBuilder().setKey("ml.input.text");
    attribute.getValueBuilder().setStringValue("x".repeat(bytes));
    return SpanProtos.encoded(RESOURCE, builder(name).addAttributes(attribute).build());
  }

  private static Span.Builder builder(String name) {
    return Span.newBuilder()
        .setName(name)
        .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
        .setTraceId(ByteString.fromHex("0af7651916cd43dd8448eb211c80319c"))
        .setSpanId(ByteString.fromHex("b7ad6b7169203331"))
        .setStartTimeUnixNano(1_700_000_000_000_000_000L)
        .setEndTimeUnixNano(1_700_000_000_002_000_000L);
  }
}
