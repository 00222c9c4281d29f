package io.plumbline.intercept;

import io.plumbline.bootstrap.AdviceDispatcher;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.diagnostics.AgentErrors;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Answers woven code's question, once for each place: which advice is meant. Where none can be
 * given, the place does nothing from then on, and that is said once.
 */
final class AdviceLinker {
  private final AdviceLoaders loaders;
  private final AgentErrors errors;

  AdviceLinker(AdviceLoaders loaders, AgentErrors errors) {
    this.loaders = loaders;
    this.errors = errors;
  }

  /** From now on woven code asks this linker. */
  void connect() {
    AdviceDispatcher.connect(
        own("link", MethodHandle.class, Class.class, String.class, String.class, boolean.class),
        own("suppressed", void.class, Throwable.class));
  }

  /**
   * From now on woven code asks nobody, and what it was linked to before does nothing.
   *
   * @param woven classes of which the dispatcher may remember something
   */
  void disconnect(Iterable<Class<?>> woven) {
    AdviceDispatcher.disconnect(woven);
  }

  /**
   * @param woven class with the place to link
   * @param adviceMethod {@code enter} or {@code exit}
   * @param generic the place calls with {@link GenericAdvice}'s parameters, else with the advice's
   *     own
   * @return null when it cannot be linked
   */
  @Nullable MethodHandle link(
      Class<?> woven, String adviceClass, String adviceMethod, boolean generic) {
    try {
      LinkedAdvice advice = loaders.of(woven.getClassLoader()).linkedAdvice(adviceClass);
      return generic ? advice.genericHandle(adviceMethod) : advice.handle(adviceMethod);
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

  private MethodHandle own(String method, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.lookup().bind(this, method, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
