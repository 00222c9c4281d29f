package io.plumbline.benchmarks;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.spool.Checkpoint;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolBatch;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolFsync;
import io.plumbline.spool.SpoolKeys;
import io.plumbline.spool.SpoolMode;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.SpoolTailer;
import io.plumbline.spool.StreamHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * A spool of its own, in {@code -Dplumbline.benchmark.directory}, that takes batches of 100 records
 * and gives them back.
 */
final class StoredBatches implements AutoCloseable {
  private static final int BATCH = 100;

  private final ByteBuffer record;
  private final SpoolDirectory directory;
  private final Spool spool;
  private final SpoolTailer tailer;

  StoredBatches(int recordBytes, SpoolMode mode, SpoolFsync fsync, SpoolKeys keys)
      throws IOException {
    record = ByteBuffer.allocateDirect(recordBytes);
    Path base =
        Files.createTempDirectory(
            Path.of(System.getProperty("plumbline.benchmark.directory", ".")), "benchmark");
    StreamHeader header =
        new StreamHeader("0".repeat(32), "id", 1, "http://localhost:4318", 1, Map.of());
    directory = SpoolDirectory.create(base, "", "benchmark", header).encryptedUnder(keys);
    SpoolOptions options =
        new SpoolOptions(mode, 128L << 20, 16 << 20, Duration.ofDays(1), 0, 8 << 20, fsync);
    AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
    log.writeTo(System.err);
    spool =
        Spool.open(directory, options, loss -> {}, log, new AgentErrors(log), Clock.systemUTC());
    tailer = spool.tailer(0);
  }

  /** One is stored, read again and acknowledged. */
  void storeAndRead() throws IOException {
    for (int i = 0; i < BATCH; i++) {
      if (spool.append(0, record.clear(), 0) != null) {
        throw new IllegalStateException("the disk takes no more");
      }
    }
    spool.batchEnded();
    spool.tidy();
    SpoolBatch batch = tailer.read(BATCH, 1 << 20);
    if (batch.last().index() % (100 * BATCH) == 0) {
      spool.save(Checkpoint.empty(batch.last().index()));
    }
    spool.ack(batch);
  }

  @Override
  public void close() throws IOException {
    tailer.close();
    spool.close();
    directory.delete();
  }
}
