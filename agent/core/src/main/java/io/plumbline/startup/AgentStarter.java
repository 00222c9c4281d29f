package io.plumbline.startup;

import io.plumbline.capture.AgentTasks;
import io.plumbline.capture.HookRegistry;
import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.AgentLog.Level;
import io.plumbline.diagnostics.AgentVersion;
import io.plumbline.diagnostics.JulLogger;
import io.plumbline.intercept.ConfiguredInstrumentations;
import io.plumbline.intercept.HookJournal;
import io.plumbline.intercept.InferenceInstrumentation;
import io.plumbline.intercept.InstalledHooks;
import io.plumbline.intercept.InstrumentationInstaller;
import io.plumbline.status.ConfigurationFacts;
import io.plumbline.status.ProcessFacts;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds the agent, in reading order. Called by name, on {@code plumbline-start}. */
public final class AgentStarter {
  private static final int WAITING_TASKS = 256;

  private static volatile @Nullable RunningAgent running;

  private AgentStarter() {}

  /**
   * @param arguments what stands after {@code -javaagent:plumbline.jar=}
   * @param openGate lets classes go on that wait to be woven
   * @param passedGate whether one went by unwoven
   * @return whether an agent runs now
   */
  public static boolean start(
      @Nullable String arguments,
      Instrumentation instrumentation,
      Runnable openGate,
      BooleanSupplier passedGate)
      throws IOException, URISyntaxException {
    ConfigStart config;
    try {
      config = ConfigStart.of(arguments);
    } catch (ConfigException e) {
      System.err.println(e.agentIsOff());
      leaveNotice(String.valueOf(e.getMessage()));
      return false;
    }
    if (!config.config().enabled()) {
      return false;
    }
    RunningAgent agent = start(config, instrumentation);
    openGate.run();
    if (passedGate.getAsBoolean()) {
      agent
          .log()
          .warn(
              "not_yet_woven: a class was used before it could be woven; what it answered until now"
                  + " is not counted");
    }
    return true;
  }

  private static void leaveNotice(String reason) {
    Clock clock = Clock.systemUTC();
    OffNotice notice =
        new OffNotice(
            ProcessFacts.current(AgentVersion.current(), clock.instant()),
            reason,
            clock,
            StatusPlace.ofUser());
    AgentThreads threads = new AgentThreads(new AgentErrors(new AgentLog(clock, Level.ERROR)));
    Thread ignored = threads.start("status", notice);
    addShutdownHook(threads.unstarted("shutdown", notice::end));
  }

  /** The agent that runs in this JVM; null where none does. */
  static @Nullable RunningAgent running() {
    return running;
  }

  static RunningAgent start(ConfigStart start, Instrumentation instrumentation)
      throws IOException, URISyntaxException {
    AgentConfig config = start.config();
    Clock clock = Clock.systemUTC();
    ProcessFacts process = ProcessFacts.current(AgentVersion.current(), clock.instant());
    AgentLog log = new AgentLog(clock, config.log().level());
    AgentErrors errors = new AgentErrors(log);
    AgentThreads threads = new AgentThreads(errors);
    HookRegistry hooks = new HookRegistry();
    Pipeline pipeline = new Pipeline(config, AgentVersion.current(), hooks, threads, log, errors);

    ModuleOpener modules = prepare(instrumentation, log);
    JulLogger.writeTo(log);
    AgentTasks.install(threads.tasks("tasks", WAITING_TASKS));
    List<InferenceInstrumentation> instrumentations = instrumentations(config);
    ConfigurationFacts configuration =
        ConfigurationView.of(config, start.sources(), clock.instant());
    Banner.lines(config, configuration, process, namesOfLibraries(instrumentations))
        .forEach(log::info);
    config.warnings().forEach(log::warn);
    config.export().warnings().forEach(log::warn);

    InstrumentationInstaller installer =
        new InstrumentationInstaller(hooks, log, errors, pipeline::ensureStarted);
    HookJournal journal = installer.journal();
    AgentFacts facts =
        new AgentFacts(
            config, configuration, process, journal, pipeline, errors, instrumentation, clock);
    StatusReporter reporter = StatusReporter.of(facts, journal, pipeline, config, errors);
    Thread atTheEnd =
        threads.unstarted(
            "shutdown",
            () -> {
              reporter.end();
              pipeline.end();
            });
    addShutdownHook(atTheEnd);
    InstalledHooks installed = installer.install(instrumentation, instrumentations);
    Thread ignored = threads.start("status", AgentThreads.outliving(reporter));
    AgentProperties properties = AgentProperties.of(modules);
    properties.agent(AgentVersion.current());
    ConfigReload reload =
        new ConfigReload(
            start,
            next -> {
              goBy(next, pipeline, installed, log);
              facts.use(next, ConfigurationView.of(next, start.again().get(), clock.instant()));
            },
            log,
            errors);
    reload.start(threads);
    RunningAgent agent =
        new RunningAgent(
            reload,
            installed,
            pipeline,
            threads,
            atTheEnd,
            hooks,
            properties,
            new SharedHandles(modules),
            reporter,
            log);
    running = agent;
    return agent;
  }

  /** Another configuration, while the agent runs. The step that can refuse it comes first. */
  private static void goBy(
      AgentConfig next, Pipeline pipeline, InstalledHooks installed, AgentLog log) {
    pipeline.change(next);
    log.level(next.log().level());
    int changed = installed.replace(instrumentations(next));
    if (changed > 0) {
      log.info(changed + " loaded classes were woven anew, or are as they were before");
    }
  }

  /** What weaving and all that follows need of this JVM. */
  static ModuleOpener prepare(Instrumentation instrumentation, AgentLog log)
      throws IOException, URISyntaxException {
    UnsafeWarning.countAsGiven();
    ModuleOpener modules = new ModuleOpener(instrumentation);
    modules.export("sun.nio.ch");
    modules.open("java.lang.reflect");
    new BootDispatcher(instrumentation, modules, log).define(agentJar());
    return modules;
  }

  /**
   * Takes the agent out again.
   *
   * @return what is left of it
   */
  static DetachReport detach(RunningAgent agent) throws InterruptedException {
    DetachReport report = agent.detach();
    running = null;
    return report;
  }

  private static void addShutdownHook(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A main of a moment: the JVM ends already. What is captured now waits for the next one.
    }
  }

  private static List<InferenceInstrumentation> instrumentations(AgentConfig config) {
    return Stream.concat(
            inJar(InferenceInstrumentation.class),
            inJar(ConfiguredInstrumentations.class).flatMap(each -> each.of(config).stream()))
        .filter(each -> !config.disabledInstrumentations().contains(each.name()))
        .toList();
  }

  /** Without those that the operator configured. */
  private static List<String> namesOfLibraries(List<InferenceInstrumentation> instrumentations) {
    return instrumentations.stream()
        .filter(each -> each.hooks().stream().allMatch(hook -> hook.settings() == null))
        .map(InferenceInstrumentation::name)
        .toList();
  }

  static <T> Stream<T> inJar(Class<T> service) {
    ClassLoader agent = AgentStarter.class.getClassLoader();
    return ServiceLoader.load(service, agent).stream().map(ServiceLoader.Provider::get);
  }

  /** A second {@code -javaagent} of Plumbline in this JVM. */
  public static void sayAlreadyStarted() {
    RunningAgent first = running;
    if (first != null) {
      first.log().warn("Plumbline is named twice on the command line; the second one is ignored");
    }
  }

  private static File agentJar() throws URISyntaxException {
    return new File(AgentStarter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
