/**
 * Reads values out of the host's objects along a configured {@link io.plumbline.config.ValuePath}:
 * beans, records, maps, lists, arrays, and what Scala has instead.
 *
 * <p>Thread: the host's. In: the objects of one call. Out: one value, or a {@link
 * io.plumbline.path.PathException} that says where the path broke. The members of a class are
 * looked up once and kept as method handles beside the class itself (a {@link java.lang.ClassValue}
 * whose values are of this package), so nothing here keeps a class of the host alive. How far a
 * collection is followed is bounded by the caller.
 *
 * <p>These classes belong to the agent's loader, not to the advice's: what they remember of a class
 * of the JDK must not hold the loader of one application.
 */
@NullMarked
package io.plumbline.path;

import org.jspecify.annotations.NullMarked;
