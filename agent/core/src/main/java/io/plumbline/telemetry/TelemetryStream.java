package io.plumbline.telemetry;

import io.opentelemetry.sdk.resources.Resource;

/**
 * Whose records these are: one life of one process. Telemetry of a stream that was adopted from a
 * dead process carries that process's identity.
 *
 * @param id of the stream; unique
 * @param startEpochNanos when it began, the start time of its cumulative metrics
 * @param resource as the process had it; see {@link TelemetryResource}
 */
public record TelemetryStream(String id, long startEpochNanos, Resource resource) {}
