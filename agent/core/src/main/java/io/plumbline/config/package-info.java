/**
 * What the operator wants, as typed values.
 *
 * <p>Thread: the agent's start-up thread, once. In: system properties, environment variables and
 * the text of one YAML file, as plain maps and strings. Out: an immutable {@link
 * io.plumbline.config.AgentConfig}, and warnings for the log. A wrong setting is a {@link
 * io.plumbline.config.ConfigException} of one line: it switches the agent off, never the server.
 *
 * <p>Every option is declared once, in {@code ConfigOptions}: its key, type, default, text and the
 * {@code OTEL_*} variable that it stands for. The parser, the error messages and {@code
 * agent/CONFIGURATION.md} come from there.
 */
@NullMarked
package io.plumbline.config;

import org.jspecify.annotations.NullMarked;
