package io.plumbline.startup;

import io.plumbline.capture.CaptureRehearsal;
import io.plumbline.capture.HookRegistry;
import io.plumbline.capture.InferenceClock;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.OverheadWatch;
import io.plumbline.config.AgentConfig;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.export.Backoff;
import io.plumbline.export.Delivery;
import io.plumbline.export.ErasureDesk;
import io.plumbline.export.LostRanges;
import io.plumbline.export.OtlpExporter;
import io.plumbline.export.Relay;
import io.plumbline.export.RelayOptions;
import io.plumbline.export.RelayStream;
import io.plumbline.export.SeenInferences;
import io.plumbline.intercept.Rehearsal;
import io.plumbline.ring.RecordingRing;
import io.plumbline.spool.RingPlace;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolHome;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.SpoolWriter;
import io.plumbline.spool.SteadyClock;
import io.plumbline.startup.RunningPipeline.RelayStart;
import java.io.IOException;
import java.nio.file.Path;
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

  /**
   * Likewise, where it is a thread of the agent that waits: weaving what is in use, at an attach.
   */
  private static final Duration OWN_PATIENCE = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** After the first class was woven, when nothing is stored: then the host is not busy, either. */
  private static final Duration UNUSED = Duration.ofSeconds(3);

  private static final Duration LOOK = Duration.ofMillis(10);

  private volatile AgentConfig config;
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
  private final CountDownLatch opening = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile @Nullable RunningPipeline running;
  private volatile @Nullable RecordingRing recordingRing;
  private volatile @Nullable PipelineView view;

  /**
   * What {@link #detach} leaves.
   *
   * @param delivered whether all that was captured has arrived
   * @param left the stream that holds what has not; null when nothing is left on disk
   */
  record Detached(boolean delivered, @Nullable Path left) {
    static final Detached NOTHING_CAPTURED = new Detached(true, null);
  }

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
    this.spoolOptions = StageOptions.spool(config.spool(), config.capture().limits());
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
      if (!recording.await(patience().toNanos(), TimeUnit.NANOSECONDS)) {
        log.warn("A class went on before its inferences could be stored; they are not counted");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration patience() {
    boolean own = Thread.currentThread().getContextClassLoader() == Pipeline.class.getClassLoader();
    return own ? OWN_PATIENCE : PATIENCE;
  }

  /** The body of the writer's thread: the ring first, since host threads wait for it. */
  private void run() {
    SpoolWriter writer = null;
    try {
      AgentConfig first = config;
      OwnStream stream = new OwnStream(first, agentVersion, clock, steadyClock, log);
      int capacity = StageOptions.ringCapacity(first.spool());
      RecordingRing ring = new RecordingRing(stream.createRing(capacity, spoolOptions));
      recordingRing = ring;
      ServiceRedaction redaction = stream.redaction();
      InferenceRecorder recorder = recorder(first, ring, redaction);
      InferenceRecorder.install(recorder);
      recording.countDown();
      rehearse(first, stream);
      if (stream.canWait()) {
        awaitUse(ring);
      }
      while (writer == null) {
        writer = open(first, stream, ring, recorder, redaction, capacity);
      }
    } finally {
      // Whatever went wrong: neither a class nor the end of the JVM waits for what does not come.
      recording.countDown();
      opened.countDown();
    }
    AgentThreads.outliving(writer).run();
  }

  /** While the host goes on to load its model, and before it first asks it. */
  private void rehearse(AgentConfig first, OwnStream stream) {
    try {
      Rehearsal.run();
      CaptureRehearsal.run(RunningPipeline.captureSettings(first, stream.redaction()), errors);
    } catch (Throwable e) {
      errors.report("rehearsing a call", e);
    }
  }

  /**
   * Opening the spool loads hundreds of classes, and a host that is starting needs its cores: so
   * only once it has made an inference, or nothing has happened for a while, or there is no time
   * left. What is made meanwhile is in the ring.
   */
  private void awaitUse(RecordingRing ring) {
    long since = System.nanoTime();
    try {
      while (ring.usedBytes() == 0
          && System.nanoTime() - since < UNUSED.toNanos()
          && !opening.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
        // Looks again: to be woken would cost the host thread a system call.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Also when the host has no memory left just now: that passes, and the ring holds meanwhile.
   *
   * @return null when it is to be tried again
   */
  private @Nullable SpoolWriter open(
      AgentConfig first,
      OwnStream stream,
      RecordingRing ring,
      InferenceRecorder recorder,
      ServiceRedaction redaction,
      int capacity) {
    try {
      RingPlace place =
          new RingPlace(stream.home(), ring, spoolOptions, capacity, log, steadyClock);
      LostRanges lost = new LostRanges();
      Spool spool = Spool.open(stream.home(), spoolOptions, lost, log, errors, steadyClock);
      SpoolWriter writer = new SpoolWriter(ring, spool, place::look, errors);
      PoliciesInForce policies = new PoliciesInForce(stream.home(), redaction.key(), errors);
      policies.add(redaction.policy(first));
      ErasureDesk erasures = new ErasureDesk(policies::known, log, errors);
      OverheadWatch overhead =
          new OverheadWatch(recorder, StageOptions.overhead(first.overhead()), log, errors);
      RelayStart relayStart =
          (config, way) ->
              startRelay(config, way, stream, ring, spool, lost, erasures, recorder, overhead);
      start(
          first,
          new RunningPipeline(
              stream,
              recorder,
              overhead,
              redaction,
              policies,
              writer,
              relayStart,
              agentVersion,
              log,
              errors,
              clock));
      return writer;
    } catch (OutOfMemoryError e) {
      errors.report("opening the spool", e);
      LockSupport.parkNanos(RETRY.toNanos());
      return null;
    }
  }

  private InferenceRecorder recorder(
      AgentConfig first, RecordingRing ring, ServiceRedaction redaction) {
    return new InferenceRecorder(
        RunningPipeline.captureSettings(first, redaction),
        hooks,
        ring,
        InferenceClock.system(),
        errors);
  }

  private synchronized void start(AgentConfig first, RunningPipeline pipeline) {
    pipeline.startRelay(first);
    running = pipeline;
    if (!config.equals(first)) {
      // It was changed while all this was made.
      pipeline.change(config);
    }
  }

  /**
   * Goes by another configuration, as far as that can change while the process runs: at once, or
   * when there is something to run.
   *
   * @throws IllegalArgumentException when headers or PEM files cannot be used; nothing has changed
   */
  synchronized void change(AgentConfig next) {
    RunningPipeline current = running;
    if (current != null) {
      current.change(next);
    }
    config = next;
  }

  private Relay startRelay(
      AgentConfig current,
      ExportWay way,
      OwnStream stream,
      RecordingRing ring,
      Spool spool,
      LostRanges lost,
      ErasureDesk erasures,
      InferenceRecorder recorder,
      OverheadWatch overhead)
      throws IOException {
    Duration probeInterval = current.export().probeInterval();
    OtlpExporter exporter = way.exporter();
    SeenInferences seen = new SeenInferences();
    var spans = Delivery.ofSpans(exporter, new Backoff(new SplittableRandom()), probeInterval, log);
    var metrics =
        Delivery.ofMetrics(exporter, new Backoff(new SplittableRandom()), probeInterval, log);
    Relay relay =
        new Relay(
            RelayStream.living(
                stream.identity(),
                spool,
                () -> DeadStreams.hookCounts(ring.counts()),
                lost,
                ring::rewrite,
                seen),
            new DeadStreams(stream.home(), log, errors),
            spans,
            metrics,
            way.endpoints(),
            StageOptions.telemetry(current.sampling(), agentVersion),
            RelayOptions.DEFAULT
                .withMetricInterval(current.export().metricInterval())
                .withCheckpointBytes(spoolOptions.segmentBytes()),
            errors,
            clock);
    relay.servedBy(erasures);
    relay.bound(current.overhead().relayCpu());
    relay.tells(recorder.overhead());
    int ringBytes = StageOptions.ringCapacity(current.spool());
    view =
        new PipelineView(
            stream.home(),
            ring,
            ringBytes,
            spool,
            current.spool().key() != null,
            seen,
            relay,
            overhead,
            way.endpoints(),
            spans,
            metrics);
    threads.start("overhead", AgentThreads.outliving(overhead));
    threads.start("relay", AgentThreads.outliving(relay));
    return relay;
  }

  /** Null before the first class is woven, and until the spool is open. */
  @Nullable PipelineView view() {
    return view;
  }

  /**
   * The process ends. Sends what was made until now, as far as it goes in that time.
   *
   * <p>Nothing is closed and no lock is given back: threads of the host may go on calling until the
   * JVM is gone, and what they make goes into the ring. So to the next process, which delivers it,
   * this end looks like any other. Only when everything has arrived, and nobody is left who could
   * call, the stream is removed here.
   */
  void end() {
    Duration limit = config.export().shutdownTimeout();
    if (!started.get()) {
      return;
    }
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      // A main of a moment ends while the spool is still being opened.
      boolean ignored = awaitOpen(limit);
      RunningPipeline current = running;
      Relay relay = current == null ? null : current.relay();
      if (current != null
          && relay != null
          && relay.flush(until(deadline))
          && !HostThreads.anyLeft()) {
        remove(current, relay, deadline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The agent goes and the process stays: ends both threads and lets go of ring, spool and
   * connections. What does not arrive within the limit stays on disk; the next agent of this
   * service, in this process or another, delivers it.
   *
   * @param limit for each of three: to send, to end the writer, to end the relay
   */
  Detached detach(Duration limit) throws InterruptedException {
    if (!started.get()) {
      return Detached.NOTHING_CAPTURED;
    }
    boolean open = awaitOpen(limit);
    RunningPipeline current = running;
    if (!open || current == null) {
      return new Detached(false, null);
    }
    RecordingRing ring = recordingRing;
    if (ring != null) {
      ring.close();
    }
    boolean delivered = endInOrder(current, limit);
    current.close();
    return new Detached(delivered, release(current.stream().home(), delivered));
  }

  /** Has it opened now, if it waits for something to store. */
  private boolean awaitOpen(Duration limit) throws InterruptedException {
    opening.countDown();
    return opened.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static boolean endInOrder(RunningPipeline current, Duration limit)
      throws InterruptedException {
    Relay relay = current.relay();
    boolean flushed = relay != null && relay.flush(limit);
    boolean written = current.writer().stop(limit);
    return relay != null && relay.stop(limit) && flushed && written && relay.isDrained();
  }

  private @Nullable Path release(SpoolHome home, boolean delivered) {
    SpoolDirectory directory = home.directory();
    if (directory == null) {
      return null;
    }
    if (delivered) {
      remove(directory);
      return null;
    }
    directory.close();
    return directory.path();
  }

  /** Where its stream lies; null when it has none. Waits for a stream that is being made. */
  @Nullable Path directory() throws InterruptedException {
    if (started.get()) {
      boolean ignored = awaitOpen(OWN_PATIENCE);
    }
    RunningPipeline current = running;
    SpoolDirectory directory = current == null ? null : current.stream().home().directory();
    return directory == null ? null : directory.path();
  }

  private void remove(RunningPipeline current, Relay relay, long deadline)
      throws InterruptedException {
    SpoolDirectory directory = current.stream().home().directory();
    if (directory != null
        && current.writer().stop(until(deadline))
        && relay.stop(until(deadline))
        && relay.isDrained()) {
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
