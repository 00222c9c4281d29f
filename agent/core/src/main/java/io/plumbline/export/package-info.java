/**
 * Reads the spool, sends spans and metrics over OTLP until the receiver has them, or has refused
 * them for good.
 *
 * <p>Thread: the relay's, synchronously; a request is one blocking call bounded by its timeout. In:
 * encoded spans and MetricData. Out: what has become of each record, so that the relay can
 * acknowledge.
 *
 * <ul>
 *   <li>{@link io.plumbline.export.Relay} is the loop: it counts what was stored, delivers it,
 *       acknowledges it. {@code StreamRelay} is its view of one stream, with two cursors, {@code
 *       SpansAhead} what the first makes for the second; {@code AdoptedStreams} gives it those of
 *       dead processes, one at a time; {@code LastFlush} is what it does when the process ends.
 *   <li>{@link io.plumbline.export.OtlpExporter} makes one attempt and says how it ended: an {@link
 *       io.plumbline.export.ExportResult}. Spans come encoded, the OpenTelemetry SDK marshals
 *       metrics; what sends is our own, over OkHttp, because the stock senders hide headers,
 *       trailers and bodies, and with them how long to wait and what was refused.
 *   <li>{@link io.plumbline.export.Delivery} is the policy over many attempts: wait and try again,
 *       park, split a refused batch until the one bad record is alone.
 *   <li>{@link io.plumbline.export.ExportOptions} says where and how.
 * </ul>
 *
 * <p>Constraints: nothing leaves but to the configured endpoint, so redirects are not followed. An
 * attempt does not throw; every way it can fail has a name.
 */
@NullMarked
package io.plumbline.export;

import org.jspecify.annotations.NullMarked;
