/**
 * OTLP's protobuf, read and written without a protobuf library.
 *
 * <p>{@code telemetry} writes spans with {@link io.plumbline.otlp.WireWriter}. Nothing in the SDK
 * reads OTLP back, and two places must: {@code export} reads what a receiver answers (partial
 * success, how long to wait), and {@code cli} reads whole requests. Both need a few dozen messages
 * that no longer change, so {@link io.plumbline.otlp.OtlpMessages} lists their fields and {@link
 * io.plumbline.otlp.MessageType} decodes any of them into a {@link io.plumbline.otlp.Message},
 * which {@link io.plumbline.otlp.OtlpJson} prints as OTLP/JSON. protobuf-java and
 * opentelemetry-proto would add 2.8 MB to the jar for the same.
 *
 * <p>What is read comes from the network: every length is checked, nesting is bounded, and whatever
 * is malformed is an {@link java.io.IOException}. Fields that the list does not know are skipped.
 */
@NullMarked
package io.plumbline.otlp;

import org.jspecify.annotations.NullMarked;
