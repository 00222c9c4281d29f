package io.plumbline.telemetry;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.internal.W3CTraceContextEncoding;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads our spans back as protoc reads OTLP, into what the SDK would have had for them. */
public final class SpanProtos {
  private SpanProtos() {}

  public static EncodedSpan encoded(Resource resource, Span span) {
    return new EncodedSpan(new EncodedScope(resource, "1"), span.toByteArray());
  }

  public static SpanData decoded(EncodedSpan span) {
    return decoded(List.of(span)).get(0);
  }

  public static List<SpanData> decoded(List<EncodedSpan> spans) {
    List<SpanData> decoded = new ArrayList<>();
    for (ResourceSpans ofResource : parsed(spans).getResourceSpansList()) {
      Resource resource = Resource.create(attributes(ofResource.getResource().getAttributesList()));
      for (ScopeSpans ofScope : ofResource.getScopeSpansList()) {
        InstrumentationScopeInfo scope =
            InstrumentationScopeInfo.builder(ofScope.getScope().getName())
                .setVersion(ofScope.getScope().getVersion())
                .build();
        ofScope.getSpansList().forEach(span -> decoded.add(decoded(resource, scope, span)));
      }
    }
    return decoded;
  }

  static ExportTraceServiceRequest parsed(List<EncodedSpan> spans) {
    try {
      return ExportTraceServiceRequest.parseFrom(bytes(spans));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(List<EncodedSpan> spans) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      TraceRequest.of(spans).writeMessage(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static SpanData decoded(Resource resource, InstrumentationScopeInfo scope, Span span) {
    return TestSpanData.builder()
        .setResource(resource)
        .setInstrumentationScopeInfo(scope)
        .setName(span.getName())
        .setKind(SpanKind.valueOf(span.getKind().name().replace("SPAN_KIND_", "")))
        .setSpanContext(
            context(span.getTraceId(), span.getSpanId(), span.getFlags(), span.getTraceState()))
        .setParentSpanContext(parent(span))
        .setStartEpochNanos(span.getStartTimeUnixNano())
        .setEndEpochNanos(span.getEndTimeUnixNano())
        .setAttributes(attributes(span.getAttributesList()))
        .setTotalAttributeCount(span.getAttributesCount())
        .setEvents(span.getEventsList().stream().map(SpanProtos::event).toList())
        .setTotalRecordedEvents(span.getEventsCount())
        .setLinks(span.getLinksList().stream().map(SpanProtos::link).toList())
        .setTotalRecordedLinks(span.getLinksCount())
        .setStatus(status(span.getStatus()))
        .setHasEnded(true)
        .build();
  }

  private static SpanContext parent(Span span) {
    return span.getParentSpanId().isEmpty()
        ? SpanContext.getInvalid()
        : context(span.getTraceId(), span.getParentSpanId(), span.getFlags(), "");
  }

  private static SpanContext context(
      ByteString traceId, ByteString spanId, int flags, String traceState) {
    return SpanContext.create(
        TraceId.fromBytes(traceId.toByteArray()),
        SpanId.fromBytes(spanId.toByteArray()),
        TraceFlags.fromByte((byte) flags),
        traceState.isEmpty()
            ? TraceState.getDefault()
            : W3CTraceContextEncoding.decodeTraceState(traceState));
  }

  private static EventData event(Span.Event event) {
    return EventData.create(
        event.getTimeUnixNano(), event.getName(), attributes(event.getAttributesList()));
  }

  private static LinkData link(Span.Link link) {
    return LinkData.create(
        context(link.getTraceId(), link.getSpanId(), link.getFlags(), link.getTraceState()));
  }

  private static StatusData status(Status status) {
    StatusCode code = StatusCode.valueOf(status.getCode().name().replace("STATUS_CODE_", ""));
    return StatusData.create(code, status.getMessage());
  }

  /** In their order, which the SDK's builder does not keep. */
  private static Attributes attributes(List<KeyValue> attributes) {
    FlatAttributes.Builder flat = new FlatAttributes.Builder();
    attributes.forEach(attribute -> put(flat, attribute.getKey(), attribute.getValue()));
    return flat.build();
  }

  private static void put(FlatAttributes.Builder flat, String key, AnyValue value) {
    AttributesBuilder one = Attributes.builder();
    switch (value.getValueCase()) {
      case STRING_VALUE -> one.put(key, value.getStringValue());
      case BOOL_VALUE -> one.put(key, value.getBoolValue());
      case INT_VALUE -> one.put(key, value.getIntValue());
      case DOUBLE_VALUE -> one.put(key, value.getDoubleValue());
      case ARRAY_VALUE -> putList(one, key, value.getArrayValue().getValuesList());
      default -> throw new AssertionError(value);
    }
    one.build().forEach((typed, object) -> flat.put(objectKey(typed), object));
  }

  @SuppressWarnings("unchecked") // a key with its own value
  private static AttributeKey<Object> objectKey(AttributeKey<?> key) {
    return (AttributeKey<Object>) key;
  }

  private static void putList(AttributesBuilder one, String key, List<AnyValue> values) {
    AnyValue.ValueCase type =
        values.isEmpty() ? AnyValue.ValueCase.STRING_VALUE : values.get(0).getValueCase();
    switch (type) {
      case STRING_VALUE ->
          one.put(key, values.stream().map(AnyValue::getStringValue).toArray(String[]::new));
      case INT_VALUE -> one.put(key, values.stream().mapToLong(AnyValue::getIntValue).toArray());
      case DOUBLE_VALUE ->
          one.put(key, values.stream().mapToDouble(AnyValue::getDoubleValue).toArray());
      default -> throw new AssertionError(values);
    }
  }
}
