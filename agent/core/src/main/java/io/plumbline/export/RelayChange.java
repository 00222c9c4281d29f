package io.plumbline.export;

import io.plumbline.telemetry.SpanSampling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the relay goes by from its next round on.
 *
 * @param exporter the way to {@code endpoints}; null when the one in force stays
 * @param sampling of what is counted and delivered from then on
 * @param applied called on the relay's thread once the change is in force
 */
public record RelayChange(
    @Nullable OtlpExporter exporter,
    ExportOptions endpoints,
    SpanSampling sampling,
    Duration metricInterval,
    Duration probeInterval,
    Runnable applied) {}
