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
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@code spool.encryption.key} costs the writer's thread and the relay's: a batch of 100
 * records stored, read again and acknowledged. In {@code -Dplumbline.benchmark.directory}, which
 * should be in memory: it is the processor that is measured.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
    })
@SuppressWarnings("NullAway.Init") // by open()
public class SpoolEncryptionBenchmark {
  private static final int BATCH = 100;

  @Param({"false", "true"})
  boolean encrypted;

  @Param({"300", "2048"})
  int recordBytes;

  private ByteBuffer record = ByteBuffer.allocate(0);
  private SpoolDirectory directory;
  private Spool spool;
  private SpoolTailer tailer;

  @Setup(Level.Trial)
  public void open() throws IOException, GeneralSecurityException {
    record = ByteBuffer.allocateDirect(recordBytes);
    Path base =
        Files.createTempDirectory(
            Path.of(System.getProperty("plumbline.benchmark.directory", ".")), "encryption");
    StreamHeader header =
        new StreamHeader("0".repeat(32), "id", 1, "http://localhost:4318", 1, Map.of());
    SpoolKeys keys = encrypted ? SpoolKeys.of(new byte[32], List.of()) : SpoolKeys.NONE;
    directory = SpoolDirectory.create(base, "", "benchmark", header).encryptedUnder(keys);
    SpoolOptions options =
        new SpoolOptions(
            SpoolMode.FILE, 128L << 20, 16 << 20, Duration.ofDays(1), 0, 8 << 20, SpoolFsync.NEVER);
    AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
    log.writeTo(System.err);
    spool =
        Spool.open(directory, options, loss -> {}, log, new AgentErrors(log), Clock.systemUTC());
    tailer = spool.tailer(0);
  }

  @Benchmark
  public void batch() throws IOException {
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

  @TearDown(Level.Trial)
  public void close() throws IOException {
    tailer.close();
    spool.close();
    directory.delete();
  }
}
