/**
 * Keeps what was captured until it is delivered: a memory-mapped queue on disk, made safe inside
 * somebody else's JVM.
 *
 * <p>Threads: one writer thread moves records from the ring ({@link io.plumbline.spool.SpoolWriter}
 * is its loop) and is the only one that appends; one relay thread reads, acknowledges and saves
 * checkpoints. In: records of bytes, opaque here, with the hook that made them. Out: the same
 * records, in order, each with an index that counts from 1. On failure: a record is refused and
 * stays in the ring, or is lost later and {@link io.plumbline.spool.SpoolLosses} is told. What
 * cannot be on disk at all is kept in memory, bounded.
 *
 * <h2>Using it</h2>
 *
 * <pre>{@code
 * SpoolDirectory directory = SpoolDirectory.create(base, namespace, name, header);
 * MappedRing ring = directory.createRing(MappedRing.DEFAULT_CAPACITY, options, log);
 * // on the writer thread
 * Spool spool = Spool.open(directory, options, losses, log, errors, clock);
 * new SpoolWriter(ring, spool, errors).run();
 * // on the relay thread
 * SpoolTailer counting = spool.tailer(0);
 * SpoolTailer delivering = spool.tailer(spool.ackedIndex());
 * spool.save(new Checkpoint(counted, state));
 * spool.ack(batch);
 * }</pre>
 *
 * <p>A reader may run ahead of another one. A segment is deleted when every record in it is both
 * acknowledged and covered by a checkpoint; over the size limit, or too old, when it is covered
 * only, and then its unacknowledged records are told as lost. A record that no checkpoint covers is
 * never deleted: the spool refuses, the ring fills, and the ring counts what it drops.
 *
 * <h2>Constraints</h2>
 *
 * <ul>
 *   <li>One process, one directory, one stream, under a file lock of ours ({@link
 *       io.plumbline.spool.SpoolDirectory} draws it). Chronicle's own lock is not trusted: it knows
 *       its owner by process id, which in containers is always 1.
 *   <li>No page of a mapped file is touched that was not allocated by a write before: a full disk
 *       is an {@code IOException} on the writer thread, never a SIGBUS. So a segment is one block,
 *       written full of zeros under a name that Chronicle renames when it rolls.
 *   <li>Segments are cut by size. Chronicle cuts by time; the time it is told is ours and moves one
 *       hour a segment, so that no change of the host's clock hides a record.
 *   <li>Chronicle is initialised once, on an agent thread, and shows nowhere in the host: see
 *       {@code ChronicleQueues}. Its types stay in this package. Never {@code pretouch()}.
 *   <li>What is read from disk is checked: bounds, checksum, and that its index is the next one. A
 *       tailer of Chronicle stops silently at damage; ours knows how far it must come.
 *   <li>Reading and unmapping exclude each other (one lock a spool); appending takes no lock.
 * </ul>
 *
 * <h2>A record on disk</h2>
 *
 * <p>One document of the queue, little-endian; {@code RecordFrame} holds the code.
 *
 * <pre>
 * offset  length  meaning
 *      0       4  CRC32C of everything below
 *      4       4  length n of the payload
 *      8       1  version of this layout, 1
 *      9       1  hook
 *     10       6  0
 *     16       8  index
 *     24       8  position in the ring after this record
 *     32       8  wall clock when spooled, ms since 1970
 *     40       n  payload
 * </pre>
 *
 * <h2>Recovery</h2>
 *
 * <p>A process never goes on with the files of another one. It starts a stream of its own, and
 * {@link io.plumbline.spool.Adoption} hands it the dead streams of the same user, service and
 * endpoint, one at a time: first the records of the queue, then those that were committed in the
 * ring and not yet spooled. The ring position in the newest record of the queue tells where the
 * ring goes on, so that a record which the process had appended but not yet taken from the ring is
 * found once. Acknowledgements and checkpoints lie in files of ours, each written whole or not at
 * all ({@code TwoSlots}). Damage costs the records it hit: the tailer steps over them, tells, and
 * the segment ends in {@code quarantine/}.
 */
@NullMarked
package io.plumbline.spool;

import org.jspecify.annotations.NullMarked;
