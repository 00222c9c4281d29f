/**
 * Where host threads leave what they captured: a fixed-size ring in a preallocated, mapped file.
 *
 * <p>Threads: any number of host threads put records in ({@link io.plumbline.ring.MappedRing#accept
 * accept}: no lock, no allocation, no system call); one writer thread takes them out ({@link
 * io.plumbline.ring.MappedRing#drain drain}). In: the bytes of an encoded inference, opaque here.
 * Out: the same bytes, in the order in which they were claimed.
 *
 * <p>On failure: a full ring drops the record and counts it. After {@code kill -9} the file still
 * holds every committed record and the counts of every hook; {@link io.plumbline.ring.RingRecovery}
 * reads them. A place that a thread claimed and could not write, being at the end of its stack, is
 * stepped over after two seconds; its inference is counted as {@code capture_failed}. The layout is
 * drawn in {@code RingLayout}.
 */
@NullMarked
package io.plumbline.ring;

import org.jspecify.annotations.NullMarked;
