/**
 * Decides, value by value and before anything is stored, what may be kept of it.
 *
 * <p>Thread: the host's, called by {@code capture} for each value that it copies. In: a value and
 * the rule of its feature. Out: keep, replace or remove. Nothing here allocates once warm. When a
 * rule fails the value is removed; the inference still counts.
 */
@NullMarked
package io.plumbline.redact;

import org.jspecify.annotations.NullMarked;
