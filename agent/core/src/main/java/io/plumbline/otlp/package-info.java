/**
 * OTLP's protobuf, read without a protobuf library.
 *
 * <p>The SDK's exporters write OTLP; nothing in them reads it back. Two places here must: {@code
 * export} reads what a receiver answers (partial success, how long to wait), and {@code cli} reads
 * whole requests. Both need a few dozen messages that no longer change, so {@link
 * io.plumbline.otlp.OtlpMessages} lists their fields and {@link io.plumbline.otlp.MessageType}
 * decodes any of them into a {@link io.plumbline.otlp.Message}, which {@link
 * io.plumbline.otlp.OtlpJson} prints as OTLP/JSON. protobuf-java and opentelemetry-proto would add
 * 2.8 MB to the jar for the same.
 *
 * <p>Bytes come from the network: every length is checked, nesting is bounded, and whatever is
 * malformed is an {@link java.io.IOException}. Fields that the list does not know are skipped.
 */
@NullMarked
package io.plumbline.otlp;

import org.jspecify.annotations.NullMarked;
