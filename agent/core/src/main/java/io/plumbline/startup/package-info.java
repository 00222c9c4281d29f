/**
 * Builds the agent: the one place that wires.
 *
 * <p>Thread: {@code plumbline-start}, once. In: what stands behind the flag, the system properties
 * and the environment. Out: hooks that are woven, and the threads that carry their records away.
 * When a step fails the agent is off or does without, says so, and the application continues.
 */
@NullMarked
package io.plumbline.startup;

import org.jspecify.annotations.NullMarked;
