package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One stream as a plain list, and the two cursors that read the real one. */
final class StreamModel {
  /** Records that lie in one file. */
  record Kept(Path file, long first, long last) {}

  private final String id;
  private final List<String> texts = new ArrayList<>(); // by index - 1; beyond spooled: in the ring
  private final BitSet onDisk = new BitSet();
  private final BitSet lost = new BitSet();
  private final BitSet damaged = new BitSet();
  private int made;
  private int spooled;

  private long acked;
  private long covered;
  private boolean dead;
  private long ringBase = Long.MAX_VALUE; // index before the first record that was in the ring
  private final BitSet toldByReader = new BitSet();

  private @Nullable SpoolReader reader;
  private @Nullable SpoolTailer delivering;
  private @Nullable SpoolTailer counting;
  private SpoolBatch pending = SpoolBatch.EMPTY;
  private long delivered;
  private long counted;
  private int ackedTexts; // positions in the list
  private int coveredTexts;
  private int deliveredTexts;
  private int pendingTexts;
  private int countedTexts;

  StreamModel(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  String nextText(int length) {
    return id.substring(0, 4) + "-" + made++ + "-" + "x".repeat(length);
  }

  void recorded(String text) {
    texts.add(text);
  }

  long spooled() {
    return spooled;
  }

  /** The next one is in a segment. */
  void spooled(boolean isOnDisk) {
    spooled++;
    onDisk.set(spooled, isOnDisk);
  }

  void readBy(SpoolReader by) {
    reader = by;
    delivering = by.tailer(acked);
    counting = by.tailer(covered);
    delivered = acked;
    counted = covered;
    deliveredTexts = ackedTexts;
    countedTexts = coveredTexts;
    toldByReader.clear();
  }

  /** Its process is gone, and with it what was in memory. */
  void crashed() {
    dead = true;
  }

  /** Where a record with this index stands in the list, counted from 1. */
  private int position(long index) {
    return (int) (index > ringBase ? spooled + index - ringBase : index);
  }

  void adopted(DeadStream stream) {
    assertThat(stream.ackedIndex()).isEqualTo(acked);
    Checkpoint checkpoint = stream.checkpoint();
    assertThat(checkpoint == null ? 0 : checkpoint.coveredIndex()).isEqualTo(covered);
    if (checkpoint != null && covered > 0) {
      assertThat(checkpoint.state().getLong(0)).isEqualTo(covered);
    }
    if (ringBase == Long.MAX_VALUE) {
      // What was in memory only is gone, and its numbers may be given to what was in the ring.
      ringBase = stream.lastIndex() - (texts.size() - spooled);
      assertThat(ringBase).isBetween(Math.max(acked, covered), (long) spooled);
    }
    readBy(stream);
  }

  void lost(SpoolLoss loss) {
    for (long index = loss.firstIndex(); index <= loss.lastIndex(); index++) {
      int at = position(index);
      assertThat(toldByReader.get(at)).as("%s tells of %s again", loss, index).isFalse();
      toldByReader.set(at);
      lost.set(at);
      boolean wasInMemory = at <= spooled && !onDisk.get(at);
      switch (loss.reason()) {
        case SPOOL_FULL, SPOOL_EXPIRED ->
            assertThat(index)
                .as("%s: not counted, or acknowledged", loss)
                .isGreaterThan(acked)
                .isLessThanOrEqualTo(covered);
        case SPOOL_UNAVAILABLE ->
            assertThat(wasInMemory && (dead || index <= covered))
                .as("%s: %s was on disk, or is not counted", loss, index)
                .isTrue();
        case CORRUPTED ->
            assertThat(damaged.get(at) || (dead && wasInMemory))
                .as("%s: %s was not damaged", loss, index)
                .isTrue();
        default -> throw new AssertionError(loss);
      }
    }
  }

  String read(int most) {
    SpoolBatch batch = Objects.requireNonNull(delivering).read(most, 64 << 10);
    deliveredTexts = check(batch, delivered, deliveredTexts, false);
    if (!batch.isEmpty()) {
      delivered = batch.last().index();
      pending = batch;
      pendingTexts = deliveredTexts;
    }
    return batch.records().size() + " up to " + delivered;
  }

  String count(int most) {
    SpoolBatch batch = Objects.requireNonNull(counting).read(most, 64 << 10);
    countedTexts = check(batch, counted, countedTexts, true);
    if (!batch.isEmpty()) {
      counted = batch.last().index();
    }
    return batch.records().size() + " up to " + counted;
  }

  /**
   * @return the position in the list behind what was read
   */
  private int check(SpoolBatch batch, long after, int afterText, boolean counts) {
    long before = after;
    int at = afterText;
    for (SpoolRecord record : batch.records()) {
      assertThat(record.index()).isGreaterThan(before);
      String text = SpoolBench.text(record);
      int found = at;
      while (found < texts.size() && !texts.get(found).equals(text)) {
        found++;
      }
      assertThat(found)
          .as("record %s, %.40s…, is not behind %s in the list", record.index(), text, at)
          .isLessThan(texts.size());
      assertThat(position(record.index())).as("place of %.40s…", text).isEqualTo(found + 1);
      for (int skipped = at; skipped < found; skipped++) {
        assertGone(skipped + 1, counts);
      }
      at = found + 1;
      before = record.index();
    }
    return at;
  }

  private void assertGone(int at, boolean counts) {
    boolean hit = damaged.get(at) || (dead && at <= spooled && !onDisk.get(at));
    assertThat(hit || (lost.get(at) && !counts))
        .as(counts ? "%s went before it was counted" : "%s went and was not told as lost", at)
        .isTrue();
  }

  String ack() {
    if (!pending.isEmpty()) {
      acked = pending.last().index();
      ackedTexts = pendingTexts;
      Objects.requireNonNull(reader).ack(pending);
      pending = SpoolBatch.EMPTY;
    }
    return "up to " + acked;
  }

  String checkpoint() throws IOException {
    ByteBuffer state = ByteBuffer.allocate(Long.BYTES).putLong(0, counted);
    covered = counted;
    coveredTexts = countedTexts;
    Objects.requireNonNull(reader).save(new Checkpoint(counted, state));
    return "up to " + covered;
  }

  /** The records of a file that may be damaged without hitting others; null when not known. */
  @Nullable Kept keptIn(Path file) {
    if (!(reader instanceof SegmentedSpool living)) {
      return null;
    }
    for (long index = 1; index <= spooled; index++) {
      Segment segment = living.find(index);
      if (segment == null || living.isActive(segment)) {
        return null;
      }
      if (file.equals(segment.file())) {
        return new Kept(file, segment.firstIndex(), segment.lastIndex());
      }
      index = Math.max(index, segment.lastIndex());
    }
    return null;
  }

  void damaged(Kept kept) {
    damaged.set((int) kept.first(), (int) kept.last() + 1);
  }

  void readAndCountAll() throws IOException {
    for (String read = read(500); !read.startsWith("0 "); read = read(500)) {
      ack();
    }
    countAll();
    delivered = Math.max(delivered, Objects.requireNonNull(reader).lastIndex());
  }

  /** As the relay does before something of a dead stream goes for want of room. */
  void countAll() throws IOException {
    for (String count = count(500); !count.startsWith("0 "); count = count(500)) {}
    counted = Math.max(counted, Objects.requireNonNull(reader).lastIndex());
    checkpoint();
  }

  boolean isDone() {
    long last = Objects.requireNonNull(reader).lastIndex();
    return pending.isEmpty() && delivered >= last && counted >= last;
  }

  /** A dead one, read to its end by both cursors. */
  void assertAllAccountedFor() {
    for (int skipped = deliveredTexts; skipped < texts.size(); skipped++) {
      assertGone(skipped + 1, false);
    }
    for (int skipped = countedTexts; skipped < texts.size(); skipped++) {
      assertGone(skipped + 1, true);
    }
  }

  void close() {
    Objects.requireNonNull(delivering).close();
    Objects.requireNonNull(counting).close();
    pending = SpoolBatch.EMPTY;
  }

  @Override
  public String toString() {
    return id.substring(0, 4)
        + " with "
        + texts.size()
        + " records, "
        + spooled
        + " spooled, acked "
        + acked
        + ", covered "
        + covered;
  }
}
