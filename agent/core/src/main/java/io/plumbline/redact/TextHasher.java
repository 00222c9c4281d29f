package io.plumbline.redact;

/** The scratch memory of one in-flight record for its hashes. For one thread at a time. */
public final class TextHasher {
  private final Sha256 scratch = new Sha256();

  public long hash(HashKey key, String text) {
    return key.hash(text, scratch);
  }

  /** As {@code hash(key, Long.toString(number))}, without the text. */
  public long hash(HashKey key, long number) {
    return key.hash(number, scratch);
  }

  /** Length of {@code Long.toString(number)}. */
  public static int digits(long number) {
    int digits = number < 0 ? 2 : 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }
}
