package io.plumbline.intercept;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import net.bytebuddy.description.type.TypeDescription;

/** Brings classes that are loaded already to the hooks that are in force now. */
final class LoadedClasses {
  private final Instrumentation instrumentation;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Set<Class<?>> everWoven = Collections.newSetFromMap(new WeakHashMap<>());

  LoadedClasses(Instrumentation instrumentation, AgentLog log, AgentErrors errors) {
    this.instrumentation = instrumentation;
    this.log = log;
    this.errors = errors;
  }

  /**
   * Transforms again each class whose hooks are others than before. A second look finds those that
   * were being loaded, by the old hooks, during the first one.
   *
   * @param before and {@code next}, which the transformer uses already
   * @return how many classes were changed, those that only inherit a hooked method not among them
   */
  int transform(HookTable before, HookTable next) {
    Set<Class<?>> done = Collections.newSetFromMap(new IdentityHashMap<>());
    transformOthers(before, next, done);
    transformOthers(before, next, done);
    return (int)
        done.stream().filter(type -> hasMethods(type, before) || hasMethods(type, next)).count();
  }

  private static boolean hasMethods(Class<?> loaded, HookTable table) {
    try {
      TypeDescription type = TypeDescription.ForLoadedType.of(loaded);
      return HookTransformer.hooksOf(loaded, table).stream()
          .anyMatch(hook -> !hook.methodsOf(type).isEmpty());
    } catch (LinkageError e) {
      return true; // a type it mentions is not there
    }
  }

  private void transformOthers(HookTable before, HookTable next, Set<Class<?>> done) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      try {
        List<PlannedHook> wanted = HookTransformer.hooksOf(loaded, next);
        if (!HookTransformer.hooksOf(loaded, before).equals(wanted) && done.add(loaded)) {
          transform(loaded, wanted.isEmpty());
        }
      } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
        errors.report("weaving " + loaded.getName() + ", which is in use,", e);
      }
    }
  }

  private void transform(Class<?> loaded, boolean isRestored) throws UnmodifiableClassException {
    instrumentation.retransformClasses(loaded);
    if (isRestored) {
      log.info("no longer woven: " + loaded.getName());
    }
    everWoven.add(loaded);
  }

  /** Those that still exist. */
  Set<Class<?>> everWoven() {
    return everWoven;
  }
}
