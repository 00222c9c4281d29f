/**
 * Advice of {@code discover}: on methods that may be inferences, for a while. Counts calls, and
 * looks at a few; captures nothing.
 */
@NullMarked
package io.plumbline.instrumentation.candidates;

import org.jspecify.annotations.NullMarked;
