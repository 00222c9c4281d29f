package io.plumbline.intercept;

import io.plumbline.capture.HookRegistry;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;

/**
 * Weaves every hook of the given instrumentations, into classes to come and those already there.
 */
public final class InstrumentationInstaller {
  private final HookRegistry hooks;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Runnable onFirstWoven;

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

  /**
   * Returns once classes that are already loaded are woven too.
   *
   * @return what takes all weaving back when it is closed
   */
  public Installed install(
      Instrumentation instrumentation, List<InferenceInstrumentation> instrumentations) {
    ClassLoader agent = InstrumentationInstaller.class.getClassLoader();
    new AdviceLinker(new AdviceLoaders(agent, log), errors).connect();
    HookWeaver weaver = new HookWeaver(new HookAdvice(agent), hooks, log, new Once(onFirstWoven));
    HookTransformer transformer =
        new HookTransformer(new HookTable(instrumentations), weaver, log, errors);
    instrumentation.addTransformer(transformer, true);
    transformLoaded(instrumentation, transformer);
    return () -> {
      instrumentation.removeTransformer(transformer);
      transformLoaded(instrumentation, transformer);
    };
  }

  private void transformLoaded(Instrumentation instrumentation, HookTransformer transformer) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      try {
        if (transformer.isHooked(loaded)) {
          instrumentation.retransformClasses(loaded);
        }
      } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
        errors.report("weaving " + loaded.getName() + ", which is in use,", e);
      }
    }
  }

  /** Hooks in force. */
  public interface Installed extends AutoCloseable {
    /** Restores the original classes. */
    @Override
    void close();
  }
}
