package io.plumbline.startup;

import io.plumbline.capture.HookRegistry;
import io.plumbline.capture.InferenceClock;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.config.AgentConfig;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.export.Backoff;
import io.plumbline.export.Delivery;
import io.plumbline.export.ExportOptions;
import io.plumbline.export.LostRanges;
import io.plumbline.export.OtlpExporter;
import io.plumbline.export.Relay;
import io.plumbline.export.RelayOptions;
import io.plumbline.export.RelayStream;
import io.plumbline.redact.KeyedHash;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.ring.RecordingRing;
import io.plumbline.spool.RingPlace;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolHome;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.SpoolWriter;
import io.plumbline.spool.SteadyClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ring, spool, relay: from the first class that is woven to the end of the process. Nothing of it
 * exists before, so a JVM without a model leaves no trace.
 */
final class Pipeline {
  /** How long a class waits to be woven until its inferences can be stored. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final AgentConfig config;
  private final String agentVersion;
  private final HookRegistry hooks;
  private final AgentThreads threads;
  private final Thread writerThread;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Clock clock = Clock.systemUTC();
  private final Clock steadyClock = SteadyClock.startingNow();
  private final SpoolOptions spoolOptions;

  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch recording = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile @Nullable Running running;

  /** What has to be ended in order. */
  private record Running(SpoolWriter writer, Relay relay, SpoolHome home) {}

  Pipeline(
      AgentConfig config,
      String agentVersion,
      HookRegistry hooks,
      AgentThreads threads,
      AgentLog log,
      AgentErrors errors) {
    this.config = config;
    this.agentVersion = agentVersion;
    this.hooks = hooks;
    this.threads = threads;
    this.log = log;
    this.errors = errors;
    this.spoolOptions = StageOptions.spool(config.spool());
    // Made here, not by the host thread that will start it: it would keep that thread's loaders.
    this.writerThread = threads.unstarted("writer", this::run);
  }

  /**
   * Called before a class is woven; returns when its inferences can be stored, or after a while.
   */
  void ensureStarted() {
    if (started.compareAndSet(false, true)) {
      writerThread.start();
    }
    boolean interrupted = Thread.interrupted();
    try {
      if (!recording.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        log.warn("A class went on before its inferences could be stored; they are not counted");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The body of the writer's thread: the ring first, since host threads wait for it. */
  private void run() {
    SpoolWriter writer = null;
    try {
      OwnStream stream = OwnStream.create(config, agentVersion, clock, steadyClock, log);
      int capacity = StageOptions.ringCapacity(config.spool());
      RecordingRing ring = new RecordingRing(stream.createRing(capacity, spoolOptions, log));
      InferenceRecorder.install(recorder(ring, stream.hash()));
      recording.countDown();
      while (writer == null) {
        writer = open(stream, ring, capacity);
      }
    } finally {
      // Whatever went wrong: neither a class nor the end of the JVM waits for what does not come.
      recording.countDown();
      opened.countDown();
    }
    AgentThreads.outliving(writer).run();
  }

  /**
   * Also when the host has no memory left just now: that passes, and the ring holds meanwhile.
   *
   * @return null when it is to be tried again
   */
  private @Nullable SpoolWriter open(OwnStream stream, RecordingRing ring, int capacity) {
    try {
      RingPlace place =
          new RingPlace(stream.home(), ring, spoolOptions, capacity, log, steadyClock);
      LostRanges lost = new LostRanges();
      Spool spool = Spool.open(stream.home(), spoolOptions, lost, log, errors, steadyClock);
      SpoolWriter writer = new SpoolWriter(ring, spool, place::look, errors);
      startRelay(stream, ring, writer, spool, lost);
      return writer;
    } catch (OutOfMemoryError e) {
      errors.report("opening the spool", e);
      LockSupport.parkNanos(RETRY.toNanos());
      return null;
    }
  }

  private void startRelay(
      OwnStream stream, RecordingRing ring, SpoolWriter writer, Spool spool, LostRanges lost) {
    try {
      ExportOptions endpoints = StageOptions.export(config);
      OtlpExporter exporter = new OtlpExporter(endpoints, clock);
      Relay relay = relay(stream, ring, spool, lost, exporter, endpoints);
      Thread thread = threads.unstarted("relay", AgentThreads.outliving(relay));
      running = new Running(writer, relay, stream.home());
      thread.start();
    } catch (IOException | IllegalArgumentException | LinkageError e) {
      // Records are kept: the next process, better configured, delivers them.
      errors.report("starting the relay", e);
    }
  }

  private InferenceRecorder recorder(RecordingRing ring, KeyedHash hash) {
    RedactionPolicy policy = new RedactionPolicy(config.capture().values(), hash);
    return new InferenceRecorder(
        config.capture().limits(),
        hooks,
        ring,
        InferenceClock.system(),
        policy,
        config.modelConfiguration(),
        errors);
  }

  private Relay relay(
      OwnStream stream,
      RecordingRing ring,
      Spool spool,
      LostRanges lost,
      OtlpExporter exporter,
      ExportOptions endpoints)
      throws IOException {
    Duration probeInterval = config.export().probeInterval();
    return new Relay(
        RelayStream.living(
            stream.identity(), spool, () -> DeadStreams.hookCounts(ring.counts()), lost),
        new DeadStreams(stream.home(), log, errors),
        Delivery.ofSpans(exporter, new Backoff(new SplittableRandom()), probeInterval, log),
        Delivery.ofMetrics(exporter, new Backoff(new SplittableRandom()), probeInterval, log),
        endpoints,
        StageOptions.telemetry(config.sampling(), agentVersion),
        RelayOptions.DEFAULT.withMetricInterval(config.export().metricInterval()),
        errors,
        clock);
  }

  /**
   * The process ends. Sends what was made until now, as far as it goes in that time.
   *
   * <p>Nothing is closed and no lock is given back: threads of the host may go on calling until the
   * JVM is gone, and what they make goes into the ring. So to the next process, which delivers it,
   * this end looks like any other. Only when everything has arrived, and nobody is left who could
   * call, the stream is removed here.
   */
  void end(Duration limit) {
    if (!started.get()) {
      return;
    }
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      // A main of a moment ends while the spool is still being opened.
      opened.await(limit.toNanos(), TimeUnit.NANOSECONDS);
      Running current = running;
      if (current != null && current.relay().flush(until(deadline)) && !HostThreads.anyLeft()) {
        remove(current, deadline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void remove(Running current, long deadline) throws InterruptedException {
    SpoolDirectory directory = current.home().directory();
    if (directory != null
        && current.writer().stop(until(deadline))
        && current.relay().stop(until(deadline))
        && current.relay().isDrained()) {
      // On a thread that can be left behind: a disk that hangs must not keep the host from ending.
      Thread remover = threads.start("removal", () -> remove(directory));
      remover.join(Math.max(1, until(deadline).toMillis()));
    }
  }

  private static Duration until(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private void remove(SpoolDirectory directory) {
    try {
      directory.delete();
    } catch (IOException e) {
      errors.report("removing what is delivered", e);
    }
  }
}
