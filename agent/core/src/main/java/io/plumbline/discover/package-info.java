/**
 * Finds methods that look like inference in a JVM that runs: by name, shape and class among what is
 * loaded, then by how often they are called. What it weaves for that it takes out again.
 */
@NullMarked
package io.plumbline.discover;

import org.jspecify.annotations.NullMarked;
