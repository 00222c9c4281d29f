/**
 * The other side of {@code examples/fraud-server}: sends it varied payments, then holds what
 * arrived as telemetry against the server's own answer log.
 *
 * <p>Both sides become {@link io.plumbline.examples.fraud.ObservedCall}s, the span's in {@link
 * io.plumbline.examples.fraud.SpanReading} and the log line's in {@link
 * io.plumbline.examples.fraud.AnswerReading}; {@link io.plumbline.examples.fraud.Comparison} wants
 * them equal one for one, and the metrics to count the same. Nothing here knows the agent: it reads
 * OTLP/JSON lines as {@code java -jar plumbline.jar receive --json FILE} and the Collector's {@code
 * file} exporter write them.
 */
@NullMarked
package io.plumbline.examples.fraud;

import org.jspecify.annotations.NullMarked;
