package io.plumbline.startup;

import io.plumbline.capture.AgentTasks;
import io.plumbline.capture.HookRegistry;
import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.AgentVersion;
import io.plumbline.diagnostics.JulLogger;
import io.plumbline.intercept.ConfiguredInstrumentations;
import io.plumbline.intercept.InferenceInstrumentation;
import io.plumbline.intercept.InstrumentationInstaller;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds the agent, in reading order. Called by name, on {@code plumbline-start}. */
public final class AgentStarter {
  private static final int WAITING_TASKS = 256;

  /** For a second agent in this JVM, which has nothing of its own to log to. */
  private static volatile @Nullable AgentLog running;

  private AgentStarter() {}

  /**
   * @param arguments what stands after {@code -javaagent:plumbline.jar=}
   * @param openGate lets classes go on that wait to be woven
   * @param passedGate whether one went by unwoven
   */
  public static void start(
      @Nullable String arguments,
      Instrumentation instrumentation,
      Runnable openGate,
      BooleanSupplier passedGate)
      throws IOException, URISyntaxException {
    AgentConfig config;
    try {
      config = AgentConfig.load(ConfigSources.of(arguments, systemProperties(), System.getenv()));
    } catch (ConfigException e) {
      System.err.println(e.agentIsOff());
      return;
    }
    if (config.enabled()) {
      start(config, instrumentation, openGate, passedGate);
    }
  }

  private static void start(
      AgentConfig config,
      Instrumentation instrumentation,
      Runnable openGate,
      BooleanSupplier passedGate)
      throws IOException, URISyntaxException {
    UnsafeWarning.countAsGiven();
    AgentLog log = new AgentLog(Clock.systemUTC(), config.log().level());
    running = log;
    AgentErrors errors = new AgentErrors(log);
    AgentThreads threads = new AgentThreads(errors);
    HookRegistry hooks = new HookRegistry();
    Pipeline pipeline = new Pipeline(config, AgentVersion.current(), hooks, threads, log, errors);

    ModuleOpener modules = new ModuleOpener(instrumentation);
    modules.export("sun.nio.ch");
    modules.open("java.lang.reflect");
    new BootDispatcher(instrumentation, modules, log).define(agentJar());
    JulLogger.writeTo(log);
    AgentTasks.install(threads.tasks("tasks", WAITING_TASKS));
    config.warnings().forEach(log::warn);
    log.info(
        "Plumbline " + AgentVersion.current() + " in process " + ProcessHandle.current().pid());

    atTheEnd(threads.unstarted("shutdown", pipeline::end));
    new InstrumentationInstaller(hooks, log, errors, pipeline::ensureStarted)
        .install(instrumentation, instrumentations(config));
    openGate.run();
    if (passedGate.getAsBoolean()) {
      log.warn(
          "not_yet_woven: a class was used before it could be woven; what it answered until now is"
              + " not counted");
    }
  }

  private static void atTheEnd(Thread hook) {
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

  private static <T> Stream<T> inJar(Class<T> service) {
    ClassLoader agent = AgentStarter.class.getClassLoader();
    return ServiceLoader.load(service, agent).stream().map(ServiceLoader.Provider::get);
  }

  private static Map<String, String> systemProperties() {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name, ""));
    }
    return properties;
  }

  /** A second {@code -javaagent} of Plumbline in this JVM. */
  public static void sayAlreadyStarted() {
    AgentLog first = running;
    if (first != null) {
      first.warn("Plumbline is named twice on the command line; the second one is ignored");
    }
  }

  private static File agentJar() throws URISyntaxException {
    return new File(AgentStarter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
