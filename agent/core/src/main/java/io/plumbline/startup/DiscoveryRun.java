package io.plumbline.startup;

import io.plumbline.capture.HookRegistry;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.discover.CandidateInstrumentations;
import io.plumbline.discover.Discovery;
import io.plumbline.discover.DiscoveryReport;
import io.plumbline.intercept.InstalledHooks;
import io.plumbline.intercept.InstrumentationInstaller;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One discovery in this JVM, beside an agent that runs or without one. */
final class DiscoveryRun {
  private DiscoveryRun() {}

  /** Leaves no thread, no log and, but for the dispatcher, no class. */
  static DiscoveryReport in(
      Instrumentation instrumentation, Duration watched, Consumer<String> progress)
      throws IOException, URISyntaxException {
    AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.ERROR);
    ModuleOpener modules = AgentStarter.prepare(instrumentation, log);
    HookRegistry registry = new HookRegistry();
    InstrumentationInstaller installer =
        new InstrumentationInstaller(registry, log, new AgentErrors(log), () -> {});
    RunningAgent running = AgentStarter.running();
    InstalledHooks hooks =
        running == null
            ? installer.install(instrumentation, List.of())
            : installer.install(instrumentation, List.of(), running.installed());
    CandidateInstrumentations instrumentations =
        AgentStarter.inJar(CandidateInstrumentations.class).findFirst().orElseThrow();
    try {
      return new Discovery(instrumentation, hooks, registry, instrumentations, progress)
          .run(watched);
    } finally {
      if (running == null) {
        hooks.disconnect();
        new SharedHandles(modules).forget();
      }
    }
  }
}
