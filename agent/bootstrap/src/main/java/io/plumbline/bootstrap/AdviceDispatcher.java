package io.plumbline.bootstrap;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The only class that woven code refers to. Defined by the boot loader, so that every host class
 * sees it; knows nothing of the agent but a handle that links.
 *
 * <p>Nothing here throws into the host. What cannot be linked becomes a call that does nothing.
 */
public final class AdviceDispatcher {
  private static final MethodType STATIC_ENTER =
      MethodType.methodType(Object.class, int.class, Object.class, Object[].class);
  private static final MethodType STATIC_EXIT =
      MethodType.methodType(
          void.class,
          Object.class,
          int.class,
          Object.class,
          Object[].class,
          Object.class,
          Throwable.class);

  /** Handles linked for the static dispatch; held by the host's class, so that both go together. */
  private static final ClassValue<ConcurrentMap<String, MethodHandle>> LINKED =
      new ClassValue<ConcurrentMap<String, MethodHandle>>() {
        @Override
        protected ConcurrentMap<String, MethodHandle> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  /**
   * (Class woven, String advice class, String advice method, MethodType call site) MethodHandle.
   */
  private static volatile MethodHandle linker;

  /** (Throwable) void. */
  private static volatile MethodHandle suppressor;

  private AdviceDispatcher() {}

  /**
   * Connects the agent.
   *
   * @param newLinker {@code (Class, String, String, boolean)MethodHandle}; answers null for
   *     "cannot"
   * @param newSuppressor {@code (Throwable)void}
   */
  public static void connect(MethodHandle newLinker, MethodHandle newSuppressor) {
    linker = newLinker;
    suppressor = newSuppressor;
  }

  /** Bootstrap method of woven {@code invokedynamic} instructions. */
  public static CallSite link(
      MethodHandles.Lookup caller, String adviceMethod, MethodType type, String adviceClass) {
    return new ConstantCallSite(
        linked(caller.lookupClass(), adviceClass, adviceMethod, type, false));
  }

  private static MethodHandle linked(
      Class<?> woven, String adviceClass, String adviceMethod, MethodType type, boolean isStatic) {
    MethodHandle current = linker;
    try {
      if (current != null) {
        MethodHandle advice =
            (MethodHandle) current.invoke(woven, adviceClass, adviceMethod, isStatic);
        if (advice != null) {
          return advice.asType(type);
        }
      }
    } catch (Throwable e) {
      suppressed(e);
    }
    return doNothing(type);
  }

  private static MethodHandle doNothing(MethodType type) {
    Class<?> result = type.returnType() == void.class ? Object.class : type.returnType();
    MethodHandle nothing = MethodHandles.constant(result, null);
    return MethodHandles.dropArguments(nothing, 0, type.parameterList()).asType(type);
  }

  /** Enter of a class whose file is too old for {@code invokedynamic}. */
  public static Object enter(
      Class<?> woven, String adviceClass, int hook, Object self, Object[] arguments)
      throws Throwable {
    MethodHandle advice = linkedOnce(woven, adviceClass, "enter", STATIC_ENTER);
    return (Object) advice.invokeExact(hook, self, arguments);
  }

  /** Exit of a class whose file is too old for {@code invokedynamic}. */
  public static void exit(
      Class<?> woven,
      String adviceClass,
      Object entered,
      int hook,
      Object self,
      Object[] arguments,
      Object returned,
      Throwable thrown)
      throws Throwable {
    MethodHandle advice = linkedOnce(woven, adviceClass, "exit", STATIC_EXIT);
    advice.invokeExact(entered, hook, self, arguments, returned, thrown);
  }

  private static MethodHandle linkedOnce(
      Class<?> woven, String adviceClass, String adviceMethod, MethodType type) {
    Map<String, MethodHandle> handles = LINKED.get(woven);
    String key = adviceMethod.equals("enter") ? adviceClass : adviceClass.concat("#exit");
    MethodHandle advice = handles.get(key);
    if (advice == null) {
      advice = linked(woven, adviceClass, adviceMethod, type, true);
      handles.put(key, advice);
    }
    return advice;
  }

  /** What advice threw although it must not. */
  public static void suppressed(Throwable error) {
    MethodHandle current = suppressor;
    try {
      if (current != null) {
        current.invoke(error);
      }
    } catch (Throwable ignored) {
      // Nothing is left that could say it.
    }
  }
}
