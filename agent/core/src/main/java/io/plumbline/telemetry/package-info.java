/**
 * Turns the records of a stream into OpenTelemetry spans and metrics.
 *
 * <p>Thread: the relay's; nothing here is shared with another. In: an {@link
 * io.plumbline.capture.Inference}, as decoded from its record. Out: spans as OTLP writes them
 * ({@link io.plumbline.telemetry.InferenceSpans}) and {@link
 * io.opentelemetry.sdk.metrics.data.MetricData} ({@link io.plumbline.telemetry.InferenceMetrics}),
 * ready for an exporter.
 *
 * <p>Everything here is a pure function of the records in their order: a record that is read again
 * gives the same span with the same ids, and counting the same records again gives the same
 * numbers. No clock, no random numbers, no I/O (but once, for the resource); so nothing here fails
 * for reasons outside the record.
 *
 * <p>The path of one inference: {@link io.plumbline.telemetry.Interpreter} finds its features, and
 * in {@link io.plumbline.telemetry.Prediction} what the model answered; {@link
 * io.plumbline.telemetry.SpanSampling} says whether it becomes a span, {@code SpanWriter} writes
 * it. Every name that leaves stands in {@code InferenceAttributes} or {@code Instrument}, from
 * which agent/TELEMETRY.md and the rules below collector-config/prometheus are generated.
 */
@NullMarked
package io.plumbline.telemetry;

import org.jspecify.annotations.NullMarked;
