package io.plumbline.intercept;

import io.plumbline.capture.HookRegistry;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.lang.instrument.Instrumentation;
import java.util.List;

/**
 * Weaves every hook of the given instrumentations, into classes to come and those already there.
 */
public final class InstrumentationInstaller {
  private final HookRegistry hooks;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Runnable onFirstWoven;
  private final HookJournal journal = new HookJournal();

  /**
   * @param onFirstWoven called once, before the first class is woven, on the thread that loads it;
   *     returns when inferences can be recorded, or when it will not wait longer
   */
  public InstrumentationInstaller(
      HookRegistry hooks, AgentLog log, AgentErrors errors, Runnable onFirstWoven) {
    this.hooks = hooks;
    this.log = log;
    this.errors = errors;
    this.onFirstWoven = onFirstWoven;
  }

  /** What becomes of the hooks. */
  public HookJournal journal() {
    return journal;
  }

  /**
   * Returns once classes that are already loaded are woven too.
   *
   * @return what replaces the hooks, and takes all weaving back
   */
  public InstalledHooks install(
      Instrumentation instrumentation, List<InferenceInstrumentation> instrumentations) {
    ClassLoader agent = InstrumentationInstaller.class.getClassLoader();
    AdviceLinker linker = new AdviceLinker(new AdviceLoaders(agent, log), errors);
    linker.connect();
    return install(instrumentation, instrumentations, linker);
  }

  /**
   * As {@link #install(Instrumentation, List)}, beside hooks that are in force: those woven classes
   * go on to be linked as they are.
   */
  public InstalledHooks install(
      Instrumentation instrumentation,
      List<InferenceInstrumentation> instrumentations,
      InstalledHooks beside) {
    return install(instrumentation, instrumentations, beside.linker());
  }

  private InstalledHooks install(
      Instrumentation instrumentation,
      List<InferenceInstrumentation> instrumentations,
      AdviceLinker linker) {
    ClassLoader agent = InstrumentationInstaller.class.getClassLoader();
    HookWeaver weaver =
        new HookWeaver(new HookAdvice(agent), hooks, journal, log, new Once(onFirstWoven));
    HookTransformer transformer = new HookTransformer(weaver, journal, log, errors);
    LoadedClasses loaded = new LoadedClasses(instrumentation, log, errors);
    InstalledHooks installed =
        new InstalledHooks(instrumentation, transformer, linker, loaded, hooks);
    installed.replace(instrumentations);
    return installed;
  }
}
