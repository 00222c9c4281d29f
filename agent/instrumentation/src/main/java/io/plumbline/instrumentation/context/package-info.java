/**
 * What the host knows about where an inference stands: its current OpenTelemetry span.
 *
 * <p>Advice of every library starts an inference with {@link
 * io.plumbline.instrumentation.context.HostInference#begin}, which makes it a child of that span.
 * The host's API is reached by method handles, since the agent's own copy of it is another class;
 * they are found once for each host class loader. Without an API nothing happens, at the cost of a
 * null check. A failure of the host's tracing costs the parent, never the inference.
 */
@NullMarked
package io.plumbline.instrumentation.context;

import org.jspecify.annotations.NullMarked;
