/**
 * What {@code doctor} finds out about a process without attaching to it: from {@code /proc}, from
 * the status that its agent has written, from its configuration, and by asking the receiver.
 *
 * <p>Thread: the command's. Reads only what the caller may read; sends the receiver an empty
 * request and nothing to the process.
 */
@NullMarked
package io.plumbline.cli.doctor;

import org.jspecify.annotations.NullMarked;
