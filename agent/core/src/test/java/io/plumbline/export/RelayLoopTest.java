package io.plumbline.export;

import static io.plumbline.export.RelayBench.AWAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.resources.Resource;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.StreamHeader;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The relay on its thread, in real time. */
@Timeout(60)
class RelayLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @TempDir Path base;

  private final RecordedCalls calls = new RecordedCalls(recorder);
  private final RelayBench bench = new RelayBench();
  private final Spool spool = Spool.inMemory(SpoolOptions.DEFAULT, bench.lost, Clock.systemUTC());

  @Test
  void flushSendsWhatIsStoredAndTheLastMetrics() throws Exception {
    bench.options =
        new RelayOptions(
            Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), 10, 1 << 20, 1 << 20);
    Relay relay = bench.liveRelay(bench.stream(spool));
    Thread thread = start(relay);
    bench.append(spool, calls.make(1005));

    assertThat(relay.flush(PATIENCE)).isTrue();

    assertThat(bench.spanIds()).hasSize(1005).doesNotHaveDuplicates();
    assertThat(bench.counted(77)).isEqualTo(1005);
    assertThat(relay.stop(PATIENCE)).isTrue();
    thread.join();
    assertThat(relay.isDrained()).isTrue();
    assertThat(bench.errors.counts()).isEmpty();
  }

  @Test
  void streamIsNotDrainedWhenItsLastMetricsAreRefused() throws Exception {
    bench.metricAnswer = batch -> new ExportResult.Refused("bad", false);
    Relay relay = bench.liveRelay(bench.stream(spool));
    bench.append(spool, calls.make(3));
    Thread thread = start(relay);

    assertThat(relay.flush(PATIENCE)).isFalse();
    assertThat(relay.stop(PATIENCE)).isTrue();
    thread.join();

    assertThat(bench.spanIds()).hasSize(3);
    assertThat(relay.isDrained()).isFalse();
  }

  @Test
  void streamIsNotDrainedWhileTheRingHoldsWhatTheSpoolHasNot() throws Exception {
    Relay relay = bench.liveRelay(bench.stream(spool));
    bench.append(spool, calls.make(3));
    bench.made++;
    Thread thread = start(relay);

    assertThat(relay.flush(Duration.ofMillis(200))).isFalse();
    assertThat(relay.stop(PATIENCE)).isTrue();
    thread.join();

    assertThat(bench.spanIds()).hasSize(3);
    assertThat(relay.isDrained()).isFalse();
  }

  @Test
  void flushDoesNotWaitForAReceiverThatIsAwayWhenTheSpoolOutlivesUs() throws Exception {
    bench.spanAnswer = batch -> AWAY;
    bench.metricAnswer = batch -> AWAY;
    try (SpoolDirectory directory = SpoolDirectory.create(base, "shop", "fraud", header());
        Spool mapped =
            Spool.open(
                directory,
                SpoolOptions.DEFAULT,
                bench.lost,
                bench.log,
                bench.errors,
                Clock.systemUTC())) {
      assertThat(mapped.isDurable()).isTrue();
      bench.append(mapped, calls.make(3));
      Relay relay =
          bench.liveRelay(
              RelayStream.living(
                  new TelemetryStream("own", 77, Resource.empty()),
                  mapped,
                  () -> new RelayStream.HookCounts(3, Map.of()),
                  bench.lost));
      Thread thread = start(relay);
      long before = System.nanoTime();

      assertThat(relay.flush(PATIENCE)).isFalse();
      assertThat(relay.stop(PATIENCE)).isTrue();
      thread.join();

      assertThat(System.nanoTime() - before).isLessThan(PATIENCE.toNanos() / 2);
      assertThat(relay.isDrained()).isFalse();
      assertThat(mapped.checkpoint()).isNotNull();
      assertThat(mapped.ackedIndex()).isZero();
    }
  }

  @Test
  void whatIsOnlyInMemoryIsTriedAgainUntilTheDeadline() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    bench.spanAnswer =
        batch -> {
          boolean first = asked.getCount() > 0;
          asked.countDown();
          return first ? new ExportResult.Retryable(Duration.ofMillis(50), "busy") : RelayBench.OK;
        };
    Relay relay = bench.liveRelay(bench.stream(spool));
    bench.append(spool, calls.make(3));
    Thread thread = start(relay);

    assertThat(relay.flush(PATIENCE)).isTrue();
    assertThat(relay.stop(PATIENCE)).isTrue();
    thread.join();

    assertThat(bench.spanIds()).hasSize(3);
    assertThat(relay.isDrained()).isTrue();
  }

  @Test
  void everySnapshotAtTheEndOfAHostThatGoesOnCallingAddsUp() throws Exception {
    AtomicLong made = new AtomicLong();
    List<byte[]> records = calls.make(3000);
    CountDownLatch some = new CountDownLatch(1000);
    Thread host =
        new Thread(
            () -> {
              for (byte[] record : records) {
                // As the ring does: counted before it is stored.
                made.incrementAndGet();
                LockSupport.parkNanos(1);
                assertThat(spool.append(0, ByteBuffer.wrap(record), 0)).isNull();
                some.countDown();
              }
            });
    Relay relay =
        bench.liveRelay(
            RelayStream.living(
                new TelemetryStream("own", 77, Resource.empty()),
                spool,
                () -> new RelayStream.HookCounts(made.get(), Map.of()),
                bench.lost));
    Thread thread = start(relay);
    host.start();
    some.await();

    relay.flush(PATIENCE);
    assertThat(bench.spanIds().size()).isGreaterThanOrEqualTo(1000);
    host.join();
    while (bench.spanIds().size() < 3000 || bench.counted(77) < 3000) {
      LockSupport.parkNanos(1_000_000); // the class has a timeout
    }
    assertThat(relay.stop(PATIENCE)).isTrue();
    thread.join();

    Map<Long, Long> madeAt = bench.atTime("plumbline.inferences");
    assertThat(madeAt).hasSizeGreaterThan(1).isEqualTo(bench.atTime("ml.inference.duration"));
    assertThat(relay.isDrained()).isTrue();
  }

  @Test
  void idleLoopPausesEverLonger() throws Exception {
    CountDownLatch rounds = new CountDownLatch(10);
    bench.options =
        new RelayOptions(Duration.ofHours(1), Duration.ZERO, Duration.ZERO, 10, 1 << 20, 1 << 20);
    bench.adoption =
        () -> {
          rounds.countDown();
          return null;
        };
    long before = System.nanoTime();
    Relay relay = bench.liveRelay(bench.stream(spool));
    Thread thread = start(relay);

    assertThat(rounds.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    // 1 + 2 + 4 + … + 64 + 100 + 100 ms between ten rounds.
    assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
    assertThat(relay.stop(PATIENCE)).isTrue();
    thread.join();
  }

  @Test
  void loopOutlivesAnyError() throws Exception {
    CountDownLatch failures = new CountDownLatch(3);
    bench.options =
        new RelayOptions(Duration.ofHours(1), Duration.ZERO, Duration.ZERO, 10, 1 << 20, 1 << 20);
    bench.adoption =
        () -> {
          if (failures.getCount() == 0) {
            return null;
          }
          failures.countDown();
          throw new NoClassDefFoundError("broken");
        };
    Relay relay = bench.liveRelay(bench.stream(spool));
    Thread thread = start(relay);
    assertThat(failures.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    bench.append(spool, calls.make(3));

    assertThat(relay.flush(PATIENCE)).isTrue();
    assertThat(relay.stop(PATIENCE)).isTrue();
    thread.join();

    assertThat(bench.spanIds()).hasSize(3);
    assertThat(bench.errors.counts())
        .isEqualTo(Map.of("relay: java.lang.NoClassDefFoundError", 3L));
  }

  private static StreamHeader header() throws IOException {
    return new StreamHeader(
        "0123456789abcdef0123456789abcdef", "id", 77, "http://localhost:4318", 1, Map.of());
  }

  private static Thread start(Relay relay) {
    Thread thread = new Thread(relay, "plumbline-relay");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
