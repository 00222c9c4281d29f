/**
 * Copies one inference, while it runs, into a record of bytes.
 *
 * <p>Thread: the host's. In: values that advice reads from the library. Out: an encoded record,
 * handed to an {@link io.plumbline.capture.InferenceSink}. Nothing here allocates once warm, takes
 * a lock, or throws into the host; what cannot be captured is counted under a {@link
 * io.plumbline.diagnostics.DropReason}.
 */
@NullMarked
package io.plumbline.capture;

import org.jspecify.annotations.NullMarked;
