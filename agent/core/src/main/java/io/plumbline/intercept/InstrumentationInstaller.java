package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.not;

import io.plumbline.capture.HookRegistry;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.lang.instrument.Instrumentation;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Weaves every hook of the given instrumentations, into classes to come and those already there.
 */
public final class InstrumentationInstaller {
  private static final ElementMatcher.Junction<MethodDescription> WEAVABLE =
      not(isAbstract().or(isNative()).or(isBridge()));

  private final HookRegistry hooks;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Runnable onFirstWoven;

  /**
   * @param onFirstWoven called before the first class is woven, on the thread that loads it;
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
    HookAdvice advice = new HookAdvice(agent);
    Runnable beforeWeaving = new Once(onFirstWoven);
    WeavingReport report = new WeavingReport(log, errors);
    AgentBuilder builder =
        new AgentBuilder.Default(new ByteBuddy().with(TypeValidation.DISABLED))
            .disableClassFormatChanges()
            .with(RedefinitionStrategy.RETRANSFORMATION)
            .with(RedefinitionStrategy.DiscoveryStrategy.Reiterating.INSTANCE)
            .with(report.ofLoadedClasses())
            .with(new ClassFileDescriptions())
            .with(AgentBuilder.LocationStrategy.ForClassLoader.WEAK)
            .with(report)
            .ignore(HostClasses.notWoven(agent));
    for (InferenceInstrumentation each : instrumentations) {
      for (Hook hook : each.hooks()) {
        builder =
            builder
                .type(HostClasses.matching(hook.type()))
                .transform(
                    new HookTransformer(
                        each,
                        hook,
                        WEAVABLE.and(hook.method()),
                        advice,
                        hooks,
                        log,
                        beforeWeaving));
      }
    }
    ResettableClassFileTransformer transformer = builder.installOn(instrumentation);
    return () -> transformer.reset(instrumentation, RedefinitionStrategy.RETRANSFORMATION);
  }

  /** Hooks in force. */
  public interface Installed extends AutoCloseable {
    /** Restores the original classes. */
    @Override
    void close();
  }
}
