package io.plumbline.startup;

import io.plumbline.capture.AgentTasks;
import io.plumbline.capture.HookRegistry;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.config.AgentConfig;
import io.plumbline.config.LoadedConfig;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.export.ClientThreads;
import io.plumbline.intercept.InstalledHooks;
import io.plumbline.path.HostTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The agent of this JVM, once it is built: what can still be done with it is to take it out. */
final class RunningAgent {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ConfigReload reload;
  private final InstalledHooks installed;
  private final Pipeline pipeline;
  private final AgentThreads threads;
  private final Thread atTheEnd;
  private final HookRegistry hooks;
  private final AgentProperties properties;
  private final SharedHandles sharedHandles;
  private final StatusReporter reporter;
  private final AgentLog log;

  /**
   * @param atTheEnd registered as the JVM's shutdown hook
   */
  RunningAgent(
      ConfigReload reload,
      InstalledHooks installed,
      Pipeline pipeline,
      AgentThreads threads,
      Thread atTheEnd,
      HookRegistry hooks,
      AgentProperties properties,
      SharedHandles sharedHandles,
      StatusReporter reporter,
      AgentLog log) {
    this.reload = reload;
    this.installed = installed;
    this.pipeline = pipeline;
    this.threads = threads;
    this.atTheEnd = atTheEnd;
    this.hooks = hooks;
    this.properties = properties;
    this.sharedHandles = sharedHandles;
    this.reporter = reporter;
    this.log = log;
  }

  AgentLog log() {
    return log;
  }

  InstalledHooks installed() {
    return installed;
  }

  /** In force now, and where each value was written. */
  LoadedConfig loadedConfig() {
    return reload.inForce();
  }

  AgentConfig config() {
    return reload.inForce().config();
  }

  /** Woven so far, for example {@code ai.onnxruntime.OrtSession.run}. */
  List<String> wovenFunctions() {
    return IntStream.range(0, hooks.size())
        .mapToObj(hooks::get)
        .map(hook -> hook.function() + " (" + hook.library() + ")")
        .distinct()
        .toList();
  }

  @Nullable Path spoolDirectory() throws InterruptedException {
    return pipeline.directory();
  }

  /**
   * Host first: its bytecode is as it was before anything else ends. Then what it was inside of is
   * waited for, and what was captured is sent, or left in the spool.
   */
  DetachReport detach() throws InterruptedException {
    log.info("detached on request");
    reload.stop();
    reporter.end();
    int restored = installed.replace(List.of());
    installed.close();
    Duration limit = config().export().shutdownTimeout();
    InferenceRecorder recorder = InferenceRecorder.installed();
    int inFlight = recorder == null ? 0 : awaitEnd(recorder, limit);
    InferenceRecorder.install(null);
    installed.disconnect();
    HostTypes.forget();
    Pipeline.Detached data = pipeline.detach(limit);
    ClientThreads.end();
    removeShutdownHook();
    AgentTasks.install(null);
    threads.endTasks();
    properties.agent(null);
    log.close();
    sharedHandles.forget();
    return new DetachReport(restored, inFlight, data, RemainingThreads.names());
  }

  /** How many have not ended after that time, such as those whose result never comes. */
  private static int awaitEnd(InferenceRecorder recorder, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (recorder.inFlight() > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return recorder.inFlight();
  }

  private void removeShutdownHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException e) {
      // The JVM ends already, and runs it.
    }
  }
}
