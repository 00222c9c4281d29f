package io.plumbline.spool;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * One thing that happened to one file.
 *
 * @param from first byte that is not what it was
 * @param to behind the last one; beyond the end of the file when it was cut
 */
public record Damage(Path file, Kind kind, int from, int to) {
  /** What happened to it. */
  public enum Kind {
    CUT,
    EMPTIED,
    GARBAGE,
    ZEROS,
    ONE_BIT,
    LONGER
  }

  /** Where and how, at random. */
  public static Damage of(Path file, int length, RandomGenerator random) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    int from = length == 0 ? 0 : random.nextInt(length);
    return switch (kind) {
      case CUT -> new Damage(file, kind, from, Integer.MAX_VALUE);
      case EMPTIED -> new Damage(file, kind, 0, Integer.MAX_VALUE);
      case LONGER -> new Damage(file, kind, length, length + 1 + random.nextInt(5000));
      case ONE_BIT -> new Damage(file, kind, from, Math.min(length, from + 1));
      case GARBAGE, ZEROS ->
          new Damage(file, kind, from, Math.min(length, from + 1 + random.nextInt(3000)));
    };
  }

  public byte[] applyTo(byte[] bytes, RandomGenerator random) {
    return switch (kind) {
      case CUT, EMPTIED -> Arrays.copyOf(bytes, from);
      case LONGER -> garbage(Arrays.copyOf(bytes, to), random);
      case GARBAGE -> garbage(bytes.clone(), random);
      case ZEROS -> {
        byte[] zeroed = bytes.clone();
        Arrays.fill(zeroed, from, to, (byte) 0);
        yield zeroed;
      }
      case ONE_BIT -> {
        byte[] flipped = bytes.clone();
        for (int i = from; i < to; i++) {
          flipped[i] ^= (byte) (1 << random.nextInt(8));
        }
        yield flipped;
      }
    };
  }

  private byte[] garbage(byte[] bytes, RandomGenerator random) {
    byte[] garbage = new byte[to - from];
    random.nextBytes(garbage);
    System.arraycopy(garbage, 0, bytes, from, garbage.length);
    return bytes;
  }

  /** Whether a byte of these is among those that changed. */
  boolean hits(long start, long end) {
    return start < to && end > from;
  }
}
