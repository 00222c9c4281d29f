package io.plumbline.bootstrap;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
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

  private static final HandlesOfClass ENTERS = new HandlesOfClass();
  private static final HandlesOfClass EXITS = new HandlesOfClass();

  /**
   * Places that are linked. A JVM may keep the code of a class as it was before for as long as
   * there is compiled code of it, so what they refer to has to be taken from them.
   */
  private static final Set<MutableCallSite> SITES =
      Collections.newSetFromMap(new WeakHashMap<MutableCallSite, Boolean>());

  /** (Class woven, String advice class, String advice method, boolean generic) MethodHandle. */
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

  /**
   * The agent goes: nothing here, and no place in woven code, refers to it any more. Those places
   * do nothing from now on, also when they are linked later.
   *
   * @param woven classes that static dispatch may have been linked for
   */
  public static void disconnect(Iterable<Class<?>> woven) {
    suppressor = null;
    synchronized (SITES) {
      linker = null;
      MutableCallSite[] sites = SITES.toArray(new MutableCallSite[0]);
      for (MutableCallSite site : sites) {
        site.setTarget(doNothing(site.type()));
      }
      MutableCallSite.syncAll(sites);
      SITES.clear();
    }
    for (Class<?> each : woven) {
      ENTERS.remove(each);
      EXITS.remove(each);
    }
  }

  /** Bootstrap method of woven {@code invokedynamic} instructions. */
  public static CallSite link(
      MethodHandles.Lookup caller, String adviceMethod, MethodType type, String adviceClass) {
    MethodHandle current = linker;
    MethodHandle advice =
        linked(current, caller.lookupClass(), adviceClass, adviceMethod, type, false);
    MutableCallSite site = new MutableCallSite(advice);
    synchronized (SITES) {
      if (current == linker) {
        SITES.add(site);
      } else {
        site.setTarget(doNothing(type));
      }
    }
    return site;
  }

  private static MethodHandle linked(
      MethodHandle current,
      Class<?> woven,
      String adviceClass,
      String adviceMethod,
      MethodType type,
      boolean isStatic) {
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
    MethodHandle advice = linkedOnce(ENTERS, woven, adviceClass, "enter", STATIC_ENTER);
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
    MethodHandle advice = linkedOnce(EXITS, woven, adviceClass, "exit", STATIC_EXIT);
    advice.invokeExact(entered, hook, self, arguments, returned, thrown);
  }

  private static MethodHandle linkedOnce(
      HandlesOfClass known,
      Class<?> woven,
      String adviceClass,
      String adviceMethod,
      MethodType type) {
    Map<String, MethodHandle> handles = known.get(woven);
    MethodHandle advice = handles.get(adviceClass);
    if (advice == null) {
      advice = linked(linker, woven, adviceClass, adviceMethod, type, true);
      handles.put(adviceClass, advice);
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

  /** Handles by advice class, held by the woven class, so that both go together. */
  static final class HandlesOfClass extends ClassValue<ConcurrentMap<String, MethodHandle>> {
    @Override
    protected ConcurrentMap<String, MethodHandle> computeValue(Class<?> woven) {
      return new ConcurrentHashMap<>();
    }
  }
}
