package io.plumbline.ring;

import io.plumbline.diagnostics.DropReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What stands where in a ring file. Little-endian; every number is 8 bytes and 8-aligned, so that
 * it is read and written whole.
 *
 * <pre>
 * offset  length  meaning
 *      0       8  magic, "PLMBRING"
 *      8       8  version of this layout, 1
 *     16       8  capacity of the records region in bytes, a power of two
 *    128       8  tail: the position up to which producers have claimed
 *    256       8  read: everything before it has been handed on for good; recovery starts here
 *    384       8  freed: everything before it is zeroed and may be claimed again
 *   4096   65536  counts: 256 hooks of 256 bytes each
 *                   0    8  inferences made
 *                   8  120  0
 *                 128  128  inferences dropped, by {@link DropReason#code}
 *  69632       n  records region
 * </pre>
 *
 * <p>Positions only grow; the offset of one is {@code 69632 + position % capacity}. Always {@code
 * freed <= read <= tail <= freed + capacity}. A record never wraps: what is left of the region is
 * claimed with it, as padding.
 *
 * <pre>
 * record, 8-aligned
 *      0       4  length of header and payload, at least 8; negative while being written
 *      4       1  hook
 *      5       1  kind: 1 record, 2 padding, 3 aborted
 *      6       2  mark, 0x4C50
 *      8       n  payload
 * </pre>
 *
 * <p>Claimed space is zero until its header is written, so a producer that dies leaves either a
 * hole of zeros or a negative length, and both can be stepped over.
 */
final class RingLayout {
  static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static final long MAGIC = 0x474E4952424D4C50L;
  static final long VERSION = 1;

  static final int MAGIC_AT = 0;
  static final int VERSION_AT = 8;
  static final int CAPACITY_AT = 16;
  // Two cache lines apart, because processors fetch lines in pairs.
  static final int TAIL_AT = 128;
  static final int READ_AT = 256;
  static final int FREED_AT = 384;
  static final int COUNTS_AT = 4096;
  static final int RECORDS_AT = 69632;

  static final int HOOKS = 256;
  private static final int HOOK_BYTES = 256;
  private static final int DROPPED_IN_HOOK = 128;

  static final int HEADER_BYTES = 8;
  static final int RECORD = 1;
  static final int PADDING = 2;
  static final int ABORTED = 3;
  private static final long MARK = 0x4C50L << 48;

  private RingLayout() {}

  static int madeAt(int hook) {
    return COUNTS_AT + hook * HOOK_BYTES;
  }

  static int droppedAt(int hook, DropReason reason) {
    return COUNTS_AT + hook * HOOK_BYTES + DROPPED_IN_HOOK + reason.code() * Long.BYTES;
  }

  /**
   * @param length of header and payload, negative while the payload is being written
   */
  static long header(int kind, int hook, int length) {
    return MARK | ((long) kind << 40) | ((long) hook << 32) | (length & 0xFFFF_FFFFL);
  }

  static int length(long header) {
    return (int) header;
  }

  static int hook(long header) {
    return (int) (header >>> 32) & 0xFF;
  }

  static int kind(long header) {
    return (int) (header >>> 40) & 0xFF;
  }

  /** Whether this can be a header, finished or not, with {@code room} bytes left for it. */
  static boolean isPlausible(long header, long room) {
    int kind = kind(header);
    long length = Math.abs((long) length(header));
    return header >>> 48 == MARK >>> 48
        && kind >= RECORD
        && kind <= ABORTED
        && length >= HEADER_BYTES
        && align(length) <= room;
  }

  static long align(long length) {
    return (length + 7) & ~7L;
  }
}
