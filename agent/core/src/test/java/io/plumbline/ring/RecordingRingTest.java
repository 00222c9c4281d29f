package io.plumbline.ring;

import static io.plumbline.ring.RingRecords.into;
import static io.plumbline.ring.RingRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordingRingTest {
  private static final int CAPACITY = 1 << 16;

  @TempDir Path directory;

  private Path file = Path.of("");

  @BeforeEach
  void newFile() {
    file = directory.resolve("ring");
  }

  @Test
  void recordsOfTheRingBeforeComeFirst() throws IOException {
    RecordingRing ring = new RecordingRing(MappedRing.inMemory(CAPACITY));
    accept(ring, "before");
    ring.moveTo(file);
    accept(ring, "after");

    assertThat(drainAll(ring)).containsExactly("before", "after");
    assertThat(ring.usedBytes()).isZero();
  }

  @Test
  void newFileCarriesTheCountsAndIsFoundByWhoComesNext() throws IOException {
    RecordingRing ring = new RecordingRing(MappedRing.inMemory(CAPACITY));
    accept(ring, "drained");
    drainAll(ring);
    ring.acceptDropped(7, DropReason.IN_FLIGHT_LIMIT);
    ring.moveTo(file);
    accept(ring, "left");

    RingRecovery left = RingRecovery.read(file);
    List<String> texts = new ArrayList<>();
    left.forEach(0, into(texts));
    assertThat(texts).containsExactly("left");
    assertThat(left.counts().made()).isEqualTo(3);
    assertThat(left.counts().dropped(7, DropReason.IN_FLIGHT_LIMIT)).isEqualTo(1);
    assertThat(ring.counts().made()).isEqualTo(3);
  }

  @Test
  void positionsNeverGoBack() throws IOException {
    RecordingRing ring = new RecordingRing(MappedRing.inMemory(CAPACITY));
    List<Long> positions = new ArrayList<>();
    for (int move = 0; move < 3; move++) {
      for (int i = 0; i < 1000; i++) {
        accept(ring, "text " + i);
        ring.drain((hook, payload, end) -> positions.add(end), 10);
      }
      accept(ring, "undrained");
      Files.deleteIfExists(file);
      ring.moveTo(file);
    }
    accept(ring, "last");
    while (ring.drain((hook, payload, end) -> positions.add(end), 10) > 0) {}

    assertThat(positions).isSorted().hasSize(3004);
  }

  @Test
  void threadsThatRecordMeanwhileLoseNothing() throws Exception {
    RecordingRing ring = new RecordingRing(MappedRing.inMemory(CAPACITY));
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicLong stored = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread thread =
          new Thread(
              () -> {
                byte[] record = record("0123456789");
                while (!stopped.get()) {
                  if (ring.accept(0, record, record.length) == null) {
                    stored.incrementAndGet();
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    long drained = 0;
    for (int move = 0; move < 3; move++) {
      while (drained < (move + 1) * 20_000L) {
        drained += ring.drain((hook, payload, end) -> true, 1000);
      }
      ring.moveTo(file);
    }
    stopped.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    for (int n = 1; n > 0; ) {
      n = ring.drain((hook, payload, end) -> true, 1000);
      drained += n;
    }

    assertThat(drained).isEqualTo(stored.get());
    RingCounts counts = ring.counts();
    assertThat(counts.made()).isEqualTo(drained + counts.dropped());
    ring.tidy(); // a thread may have counted in the ring before after that was left
    RingCounts inFile = RingRecovery.read(file).counts();
    assertThat(inFile.made()).isEqualTo(counts.made());
    assertThat(inFile.dropped()).isEqualTo(counts.dropped());
    assertThat(ring.counts().made()).isEqualTo(counts.made());
  }

  @Test
  void ringThatSomethingElseWroteOverIsLeft() throws IOException {
    RecordingRing ring = new RecordingRing(MappedRing.create(file, CAPACITY));
    accept(ring, "counted");
    drainAll(ring);
    assertThat(ring.counts().made()).isEqualTo(1);
    overwriteHeader();
    assertThat(ring.isSound()).isFalse();

    ring.moveTo(file);
    accept(ring, "new");

    assertThat(ring.isSound()).isTrue();
    assertThat(drainAll(ring)).containsExactly("new");
    assertThat(ring.counts().made()).isEqualTo(2);
  }

  @Test
  void ringThatCannotMoveStaysWhereItIs() throws IOException {
    RecordingRing ring = new RecordingRing(MappedRing.create(file, CAPACITY));
    Path nowhere = directory.resolve("no such directory").resolve("ring");

    assertThatThrownBy(() -> ring.moveTo(nowhere)).isInstanceOf(IOException.class);

    accept(ring, "text");
    assertThat(drainAll(ring)).containsExactly("text");
  }

  @Test
  void closedRingRefusesWhereverItMoved() throws IOException {
    RecordingRing ring = new RecordingRing(MappedRing.inMemory(CAPACITY));
    ring.moveTo(file);
    ring.close();

    byte[] record = record("text");
    assertThat(ring.accept(0, record, record.length)).isEqualTo(DropReason.SPOOL_UNAVAILABLE);
    assertThatThrownBy(() -> ring.moveTo(directory.resolve("other")))
        .hasMessageContaining("closed");
  }

  private void overwriteHeader() throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (int at = 8; at < RingLayout.RECORDS_AT; at += 8) {
        bytes.seek(at);
        bytes.writeLong(0xA5A5A5A5_A5A5A5A5L);
      }
    }
  }

  private static void accept(RecordingRing ring, String text) {
    byte[] record = record(text);
    assertThat(ring.accept(0, record, record.length)).isNull();
  }

  private static List<String> drainAll(RecordingRing ring) {
    List<String> texts = new ArrayList<>();
    while (ring.drain(into(texts), 64) > 0) {}
    return texts;
  }
}
