package io.plumbline.intercept;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;

/**
 * Tells without weaving what would be woven: of classes that are loaded and not initialised, by the
 * very table that weaving asks.
 */
public final class HookSearch {
  private final HookTable table;

  public HookSearch(InferenceInstrumentation instrumentation) {
    this.table = new HookTable(List.of(instrumentation));
  }

  /** Whether the class is one that is meant, whatever methods it has. */
  public boolean isMeant(Class<?> type) {
    return !hooksOf(type).isEmpty();
  }

  /** Its own methods that would be woven. */
  public List<Method> wovenMethods(Class<?> type) {
    List<Method> woven = new ArrayList<>();
    for (PlannedHook hook : hooksOf(type)) {
      for (MethodDescription method : hook.methodsOf(TypeDescription.ForLoadedType.of(type))) {
        if (method instanceof MethodDescription.ForLoadedMethod loaded) {
          woven.add(loaded.getLoadedMethod());
        }
      }
    }
    return woven;
  }

  private List<PlannedHook> hooksOf(Class<?> type) {
    return HookTransformer.hooksOf(type, table);
  }
}
