package io.plumbline.ring;

/** Finds the place behind damage from which the headers of a ring make sense again. */
final class AfterDamage {
  /** So many in a row must make sense, else it may be the bytes of somebody's values. */
  private static final int CHAIN = 4;

  static final long NOWHERE = -1;

  /** Reads the 8 bytes at a position. */
  interface Headers<E extends Exception> {
    long at(long position) throws E;
  }

  private AfterDamage() {}

  /**
   * @param damaged the position that makes no sense
   * @return the position of a header, or {@link #NOWHERE}
   */
  static <E extends Exception> long find(Headers<E> headers, long damaged, long tail, long capacity)
      throws E {
    for (long at = damaged + 8; at < tail; at += 8) {
      if (startsAChain(headers, at, tail, capacity)) {
        return at;
      }
    }
    return NOWHERE;
  }

  private static <E extends Exception> boolean startsAChain(
      Headers<E> headers, long from, long tail, long capacity) throws E {
    long position = from;
    for (int i = 0; i < CHAIN && position < tail; i++) {
      long header = headers.at(position);
      if (header == 0) {
        return i > 0; // claimed, and not written yet
      }
      if (!RingLayout.isPlausible(header, room(position, tail, capacity))) {
        return false;
      }
      position += RingLayout.align(Math.abs((long) RingLayout.length(header)));
    }
    return true;
  }

  /** What a record at this position can take at most. */
  static long room(long position, long tail, long capacity) {
    return Math.min(Math.min(tail - position, capacity - position % capacity), capacity / 8);
  }
}
