package io.plumbline.intercept;

import io.plumbline.bootstrap.AdviceDispatcher;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.diagnostics.AgentErrors;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Answers woven code's question, once for each place: which advice is meant. The answer catches
 * whatever the advice throws; where none can be given, the place does nothing from then on, and
 * that is said once.
 */
final class AdviceLinker {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle LINK =
      handle("link", Class.class, String.class, String.class, boolean.class);
  private static final MethodHandle SUPPRESSED = handle("suppressed", Throwable.class);

  private final AdviceLoaders loaders;
  private final AgentErrors errors;

  AdviceLinker(AdviceLoaders loaders, AgentErrors errors) {
    this.loaders = loaders;
    this.errors = errors;
  }

  /** From now on woven code asks this linker. */
  void connect() {
    AdviceDispatcher.connect(LINK.bindTo(this), SUPPRESSED.bindTo(this));
  }

  /**
   * @param woven class with the place to link
   * @param generic the place calls with {@link GenericAdvice}'s parameters, else with the advice's
   *     own
   * @return null when it cannot be linked
   */
  @Nullable MethodHandle link(
      Class<?> woven, String adviceClass, String adviceMethod, boolean generic) {
    try {
      Class<?> advice = loaders.of(woven.getClassLoader()).loadClass(adviceClass);
      AdviceMethod method = AdviceMethod.find(advice, adviceMethod);
      return generic ? GenericAdvice.adapt(method) : method.guarded();
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      errors.report(
          "linking " + adviceClass + " into " + woven.getName() + " (this hook is off there)", e);
      return null;
    }
  }

  /** Called by woven code, through the dispatcher. */
  void suppressed(Throwable error) {
    InferenceRecorder.reportFailure("woven code", error);
  }

  private static MethodHandle handle(String name, Class<?>... parameters) {
    try {
      Method method = AdviceLinker.class.getDeclaredMethod(name, parameters);
      return LOOKUP.unreflect(method);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
