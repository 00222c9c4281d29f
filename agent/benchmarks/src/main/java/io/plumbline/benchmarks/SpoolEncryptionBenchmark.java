package io.plumbline.benchmarks;

import io.plumbline.spool.SpoolFsync;
import io.plumbline.spool.SpoolKeys;
import io.plumbline.spool.SpoolMode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
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
  @Param({"false", "true"})
  boolean encrypted;

  @Param({"300", "2048"})
  int recordBytes;

  private StoredBatches batches;

  @Setup(Level.Trial)
  public void open() throws IOException, GeneralSecurityException {
    batches =
        new StoredBatches(
            recordBytes,
            SpoolMode.FILE,
            SpoolFsync.NEVER,
            encrypted ? SpoolKeys.of(new byte[32], List.of()) : SpoolKeys.NONE);
  }

  @Benchmark
  public void batch() throws IOException {
    batches.storeAndRead();
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    batches.close();
  }
}
