package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import io.plumbline.otlp.WireWriter;

/** What all spans of a stream share, as OTLP writes it around them. */
final class EncodedScope {
  private static final int RESOURCE = 1; // of ResourceSpans
  private static final int RESOURCE_ATTRIBUTES = 1; // of Resource
  private static final int SCOPE = 1; // of ScopeSpans

  // Of InstrumentationScope.
  private static final int NAME = 1;
  private static final int VERSION = 2;

  private final byte[] resource;
  private final byte[] scope;

  EncodedScope(Resource resource, String agentVersion) {
    this.resource = encoded(resource);
    this.scope = encoded(agentVersion);
  }

  /** Field of a message ResourceSpans. */
  byte[] resource() {
    return resource;
  }

  /** Field of a message ScopeSpans. */
  byte[] scope() {
    return scope;
  }

  private static byte[] encoded(Resource resource) {
    WireWriter out = new WireWriter();
    AttributeWriter attributes = new AttributeWriter(out);
    int begun = out.begin(RESOURCE);
    resource.getAttributes().forEach((key, value) -> put(attributes, key, value));
    out.end(begun);
    return out.toBytes();
  }

  /** {@link TelemetryResource} makes texts and integers, no others. */
  private static void put(AttributeWriter attributes, AttributeKey<?> key, Object value) {
    EncodedKey encoded = new EncodedKey(RESOURCE_ATTRIBUTES, key.getKey());
    if (value instanceof Long number) {
      attributes.put(encoded, number.longValue());
    } else {
      attributes.put(encoded, value.toString());
    }
  }

  private static byte[] encoded(String agentVersion) {
    WireWriter out = new WireWriter();
    int begun = out.begin(SCOPE);
    out.string(NAME, InferenceAttributes.SCOPE);
    out.string(VERSION, agentVersion);
    out.end(begun);
    return out.toBytes();
  }
}
