package io.plumbline.export;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.stream.IntStream;

/** Spans as the relay makes them. */
final class TestSpans {
  static final Resource RESOURCE =
      Resource.create(Attributes.builder().put("service.name", "fraud").build());

  private TestSpans() {}

  static SpanData named(String name) {
    return builder(name).build();
  }

  static List<SpanData> many(int count) {
    return IntStream.range(0, count).mapToObj(i -> named("predict " + i)).toList();
  }

  /** A span whose encoding is a little above {@code bytes}. */
  static SpanData ofBytes(String name, int bytes) {
    AttributesBuilder attributes = Attributes.builder().put("ml.input.text", "x".repeat(bytes));
    return builder(name).setAttributes(attributes.build()).build();
  }

  static TestSpanData.Builder builder(String name) {
    return TestSpanData.builder()
        .setName(name)
        .setKind(SpanKind.INTERNAL)
        .setSpanContext(
            SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault()))
        .setResource(RESOURCE)
        .setInstrumentationScopeInfo(InstrumentationScopeInfo.create("io.plumbline"))
        .setStartEpochNanos(1_700_000_000_000_000_000L)
        .setEndEpochNanos(1_700_000_000_002_000_000L)
        .setStatus(StatusData.unset())
        .setHasEnded(true);
  }
}
