package io.plumbline.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.plumbline.capture.Inference;
import io.plumbline.capture.Outcome;
import java.util.List;
import java.util.Objects;

/** One inference as a span, ready for an exporter. */
final class InferenceSpan implements SpanData {
  private final Inference inference;
  private final String name;
  private final SpanIdentity identity;
  private final Attributes attributes;
  private final Resource resource;
  private final InstrumentationScopeInfo scope;

  InferenceSpan(
      Inference inference,
      SpanIdentity identity,
      Attributes attributes,
      Resource resource,
      InstrumentationScopeInfo scope) {
    this.inference = inference;
    this.name = inference.model().operation() + " " + inference.model().name();
    this.identity = identity;
    this.attributes = attributes;
    this.resource = resource;
    this.scope = scope;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public SpanKind getKind() {
    return SpanKind.INTERNAL;
  }

  @Override
  public SpanContext getSpanContext() {
    return identity.own();
  }

  @Override
  public SpanContext getParentSpanContext() {
    return identity.parent();
  }

  @Override
  public StatusData getStatus() {
    Outcome outcome = inference.outcome();
    if (!outcome.isError()) {
      return StatusData.unset();
    }
    return StatusData.create(
        StatusCode.ERROR, Objects.requireNonNullElse(outcome.errorMessage(), ""));
  }

  @Override
  public long getStartEpochNanos() {
    return inference.startEpochNanos();
  }

  @Override
  public long getEndEpochNanos() {
    return inference.startEpochNanos() + inference.durationNanos();
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    Outcome outcome = inference.outcome();
    if (!outcome.isError()) {
      return List.of();
    }
    Attributes exception =
        new FlatAttributes.Builder()
            .put(InferenceAttributes.EXCEPTION_TYPE, outcome.errorType())
            .put(InferenceAttributes.EXCEPTION_MESSAGE, outcome.errorMessage())
            .build();
    return List.of(
        EventData.create(getEndEpochNanos(), InferenceAttributes.EXCEPTION_EVENT, exception));
  }

  @Override
  public List<LinkData> getLinks() {
    SpanContext link = identity.link();
    return link == null ? List.of() : List.of(LinkData.create(link));
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return inference.outcome().isError() ? 1 : 0;
  }

  @Override
  public int getTotalRecordedLinks() {
    return identity.link() == null ? 0 : 1;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(
        scope.getName(), scope.getVersion());
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  /** What tests and logs show. */
  @Override
  public String toString() {
    return getName() + " " + attributes;
  }
}
