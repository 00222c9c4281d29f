package io.plumbline.spool;

import io.plumbline.ring.RingDamagedException;
import io.plumbline.ring.RingErasure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Erases records in the files of a stream that no process writes any more. */
final class StreamErasure {
  private final Path stream;
  private final SpoolKeys keys;
  private final boolean dryRun;
  private final ErasureTally tally;

  StreamErasure(Path stream, SpoolKeys keys, boolean dryRun, ErasureTally tally) {
    this.stream = stream;
    this.keys = keys;
    this.dryRun = dryRun;
    this.tally = tally;
  }

  /** All that lies in it, but for its checkpoint. */
  void all(RecordErasure erasure) throws IOException {
    for (Path file : SegmentFiles.list(stream)) {
      segment(file, erasure);
    }
    ring(erasure);
  }

  void records(Path file, RecordErasure erasure) throws IOException {
    new SegmentErasure(keys, erasure, dryRun, tally).erase(DeadSegment.of(file, 0));
  }

  void segment(Path file, RecordErasure erasure) throws IOException {
    records(file, erasure);
    if (!dryRun) {
      SegmentErasure.wipeUnfinished(file);
    }
  }

  void ring(RecordErasure erasure) throws IOException {
    ring(stream.resolve(SpoolDirectory.RING), erasure);
  }

  void ring(Path file, RecordErasure erasure) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      RingErasure.apply(
          file,
          payload -> {
            RecordErasure.Outcome outcome = erasure.apply(payload);
            tally.count(outcome);
            return outcome.isErased();
          },
          dryRun);
    } catch (RingDamagedException e) {
      tally.addUnsearchedFile();
    } catch (NoSuchFileException gone) {
      // It was delivered meanwhile.
    }
  }
}
