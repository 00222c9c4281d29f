package io.plumbline.spool;

import java.util.EnumMap;
import java.util.Map;

/** What an erasure has met so far. For one thread. */
public final class ErasureTally {
  private final Map<RecordErasure.Outcome, Long> outcomes =
      new EnumMap<>(RecordErasure.Outcome.class);
  private long withoutKey;
  private long unsearchedFiles;

  /** One record more. */
  public void count(RecordErasure.Outcome outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
  }

  void addWithoutKey() {
    withoutKey++;
  }

  void addUnsearchedFile() {
    unsearchedFiles++;
  }

  /** Those of another one as well. */
  public void add(ErasureTally other) {
    other.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
    withoutKey += other.withoutKey;
    unsearchedFiles += other.unsearchedFiles;
  }

  /** Records looked at. */
  public long searched() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  public long erased() {
    return of(RecordErasure.Outcome.ERASED) + erasedAmbiguous();
  }

  /** Of those erased, the ones that may have been somebody else's. */
  public long erasedAmbiguous() {
    return of(RecordErasure.Outcome.AMBIGUOUS_ERASED);
  }

  /** Records that may be the subject's or somebody else's, and were left. */
  public long ambiguous() {
    return of(RecordErasure.Outcome.AMBIGUOUS);
  }

  /** Records that may be the subject's, and do not hold what would tell. */
  public long notSearchable() {
    return of(RecordErasure.Outcome.NOT_SEARCHABLE);
  }

  /** Records that make no sense. */
  public long unreadable() {
    return of(RecordErasure.Outcome.UNREADABLE);
  }

  private long of(RecordErasure.Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** Records under a key that was not given. */
  public long withoutKey() {
    return withoutKey;
  }

  /** Files with damage in which anything may stand. */
  public long unsearchedFiles() {
    return unsearchedFiles;
  }

  /** For another process to read; see {@link #decoded}. */
  long[] encoded() {
    RecordErasure.Outcome[] all = RecordErasure.Outcome.values();
    long[] numbers = new long[all.length + 2];
    for (int i = 0; i < all.length; i++) {
      numbers[i] = of(all[i]);
    }
    numbers[all.length] = withoutKey;
    numbers[all.length + 1] = unsearchedFiles;
    return numbers;
  }

  static ErasureTally decoded(long[] numbers) {
    ErasureTally tally = new ErasureTally();
    RecordErasure.Outcome[] all = RecordErasure.Outcome.values();
    for (int i = 0; i < all.length; i++) {
      tally.outcomes.put(all[i], numbers[i]);
    }
    tally.withoutKey = numbers[all.length];
    tally.unsearchedFiles = numbers[all.length + 1];
    return tally;
  }
}
