package io.plumbline.benchmarks;

import io.plumbline.spool.SpoolFsync;
import io.plumbline.spool.SpoolKeys;
import io.plumbline.spool.SpoolMode;
import java.io.IOException;
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
 * What {@code spool.fsync} costs the writer's thread: a batch of 100 records of 300 bytes, stored,
 * forced as the level says, read and acknowledged; with the rolls and deletions that come with it.
 * In {@code -Dplumbline.benchmark.directory}, since it measures that disk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
    })
@SuppressWarnings("NullAway.Init") // by open()
public class SpoolFsyncBenchmark {
  @Param({"NEVER", "INTERVAL", "ALWAYS"})
  SpoolFsync fsync = SpoolFsync.NEVER;

  @Param({"MAPPED", "FILE"})
  SpoolMode mode = SpoolMode.MAPPED;

  private StoredBatches batches;

  @Setup(Level.Trial)
  public void open() throws IOException {
    batches = new StoredBatches(300, mode, fsync, SpoolKeys.NONE);
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
