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
 * never deleted: the spool refuses, the ring fills, and the ring counts what it drops. The size
 * limit is that of all streams of a service: what dead ones hold goes first ({@link
 * io.plumbline.spool.ServiceRoom}).
 *
 * <p>With {@code spool.fsync} the writer's thread forces, through channels of its own since
 * Chronicle's msync does nothing here: a segment after each batch or once a second, and before the
 * next one; a new one with its directory; acknowledgements and checkpoints before a segment goes
 * that rests on them. The ring is never forced.
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
 * <h2>On disk</h2>
 *
 * <p>Enough to read a stream in any language, living or dead, without a library; {@code
 * DiskFormatTest} does it from this page alone. Only read: writing takes the lock, and this code.
 *
 * <pre>
 * &lt;base&gt;/&lt;namespace&gt;.&lt;name&gt;/&lt;start, UTC&gt;-&lt;stream id&gt;/
 *   owner.lock             empty; its POSIX lock is held by who writes or delivers the stream
 *   stream.properties      whose records these are; see {@code StreamHeader}
 *   stream.copy.properties the same
 *   ring                   records that are not in the queue yet
 *   queue/yyyyMMdd-HHF.cq4 segments; their names in order are their order, not a time
 *   queue/&lt;index&gt;.seg      plain segments, by the index of their first record
 *   queue/metadata.cq4t    Chronicle's own; not needed to read
 *   queue.2/ and so on     segments of a queue that was begun anew
 *   layout.0  .1           two slots: bytes in a mapped segment (4)
 *   ack.0  .1              two slots: index up to which records are acknowledged (8)
 *   checkpoint.0  .1       two slots: index up to which records are counted (8), then the counts
 *   adopted.0  .1          two slots: index of the last record in the queue (8), ring position after
 *                          it (8), as found by the first who took the dead stream over
 *   delivered.0  .1        two slots: when somebody exported all of it and kept it, ms since 1970
 *                          (8); records and points missing (8); where to, UTF-8
 * &lt;base&gt;/&lt;namespace&gt;.&lt;name&gt;/quarantine/
 *                          damaged files, put aside under the names of their streams
 * </pre>
 *
 * <p><b>Two slots</b> are two files with one small value, replaced whole or not at all. Of those
 * whose magic and checksum are right, the one with the higher generation counts. Big-endian, the
 * value too.
 *
 * <pre>
 * offset  length  meaning
 *      0       8  magic, "PLMBSLOT"
 *      8       4  CRC32C of everything below
 *     12       4  length n of the value
 *     16       8  generation
 *     24       n  value; longer files have a remainder of an older one
 * </pre>
 *
 * <p><b>A mapped segment</b> (cq4) is a file of documents, one after the other from offset 0, each
 * at a multiple of 4. It is allocated in advance, so that zeros follow the last document.
 * Little-endian.
 *
 * <pre>
 * offset  length  meaning
 *      0       4  bits 0-29: length n. Bit 30: Chronicle's own, to be stepped over. Bit 31: not
 *                 written to its end. 0: nothing yet. 0xC0000000: end of this segment
 *      4       n  content, then up to 3 bytes to the next multiple of 4
 * </pre>
 *
 * <p><b>A plain segment</b> (seg) is a file of records, each at the next multiple of 4.
 *
 * <p><b>A record</b> is the content of a document with bits 30 and 31 clear. Little-endian.
 *
 * <pre>
 * offset  length  meaning
 *      0       4  CRC32C of everything below
 *      4       4  length n of the payload
 *      8       1  version of this layout: 1, or 2 when the payload is sealed
 *      9       1  hook
 *     10       2  0
 *     12       4  number of records right before this one that were kept in memory, and are on no
 *                 disk
 *     16       8  index: from 1, without gaps but for what was damaged or in memory
 *     24       8  position in the ring after this record
 *     32       8  wall clock when spooled, ms since 1970
 *     40       n  payload: one inference, drawn in {@code capture.InferenceCodec}
 * </pre>
 *
 * <p><b>Sealed bytes</b> are AES-256-GCM, under a key of 32 bytes that is on no disk of ours.
 * Little-endian. The key of the cipher is HKDF-SHA-256 of that key, the salt, and {@code plumbline
 * spool record} in ASCII, or {@code plumbline spool state}; the nonce is four zeros and the
 * counter; what is authenticated besides is bytes 4 to 39 of the record, then bytes 0 to 31 here.
 * The id of a key is the first 8 bytes of SHA-256 of {@code plumbline spool key id} and the key,
 * big-endian.
 *
 * <pre>
 * offset  length  meaning
 *      0       8  id of the key
 *      8      16  salt, random, another one for each segment of each process
 *     24       8  counter, from 0
 *     32       n  ciphertext
 *   32+n      16  tag
 * </pre>
 *
 * <p>A sealed checkpoint has, after its index, {@code PLMBSEAL} and sealed bytes, to which the
 * index is bound. With a key the ring is in memory, and all else on disk says nothing of a value:
 * lengths, times, hooks, indexes, and whose stream it is.
 *
 * <p><b>The ring</b> is one file. Little-endian.
 *
 * <pre>
 * offset  length  meaning
 *      0       8  magic, "PLMBRING"
 *      8       8  version of this layout, 1
 *     16       8  capacity c of the records region in bytes, a power of two
 *    128       8  tail: the position up to which records were begun
 *    256       8  read: records before it are in the queue
 *   4096   65536  counts, 256 hooks of 256 bytes each: inferences made (8), 0 (120), inferences
 *                 dropped, by code of the reason (16 times 8)
 *  69632       c  records region; position p is at 69632 + p % c
 *
 * a record there, at a multiple of 8
 *      0       4  length, these 8 bytes included; negative while it is written
 *      4       1  hook
 *      5       1  kind: 1 record, 2 filler up to the end of the region, 3 given up
 *      6       2  0x4C50
 *      8       n  payload, as above
 * </pre>
 *
 * <p>To read a stream: first the documents of all segments; then the ring, from the ring position
 * of the last record (of {@code adopted} where there is one; and not before {@code read}) up to
 * {@code tail}. Eight zero bytes, and records of a negative length or another kind, are stepped
 * over. What is found there is numbered on from the last record of the queue. Of a living stream
 * read the ring before the queue, and stop at the first record that is not finished.
 *
 * <h2>Recovery</h2>
 *
 * <p>A process never goes on with the files of another one. It starts a stream of its own, and
 * {@link io.plumbline.spool.Adoption} hands it the dead streams of the same user, service and
 * endpoint, one at a time: first the records of the queue, then those that were committed in the
 * ring and not yet spooled. The ring position in the newest record of the queue tells where the
 * ring goes on, so that a record which the process had appended but not yet taken from the ring is
 * found once. Acknowledgements and checkpoints lie in files of ours, each written whole or not at
 * all ({@code TwoSlots}), so that an adopter may die, too. A directory gets its name when it is
 * locked and says whose it is, and loses it, at once, before the first of its files is removed: one
 * that is half made or half removed is adopted by nobody, and swept by the next. Damage costs the
 * records it hit: the tailer steps over them, tells, and the segment ends in {@code quarantine/}.
 */
@NullMarked
package io.plumbline.spool;

import org.jspecify.annotations.NullMarked;
