package io.plumbline.intercept;

import io.plumbline.bootstrap.AdviceDispatcher;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.JavaConstant;

/** Makes Byte Buddy's advice for one woven method: linked by {@code invokedynamic}, not inlined. */
final class HookAdvice {
  private static final MethodDescription.InDefinedShape LINK =
      dispatcherMethod(
          "link", MethodHandles.Lookup.class, String.class, MethodType.class, String.class);
  private static final Advice.ExceptionHandler SUPPRESS =
      new Advice.ExceptionHandler.Simple(
          MethodInvocation.invoke(dispatcherMethod("suppressed", Throwable.class)));

  private final ClassFileLocator agent;

  /**
   * @param agent loader that has the bytes of the advice; it does not load it
   */
  HookAdvice(ClassLoader agent) {
    this.agent = ClassFileLocator.ForClassLoader.of(agent);
  }

  /**
   * @param adviceClass binary name
   * @param hookId bound to {@link HookId} parameters
   * @param arguments bound to {@link ArgumentCount} parameters
   * @param version of the class file to weave
   * @param host loader of the class to weave
   */
  Advice of(
      String adviceClass, int hookId, int arguments, ClassFileVersion version, ClassLoader host) {
    ClassFileLocator classFiles = new AdviceClassFiles(agent, host);
    TypePool types = TypePool.Default.WithLazyResolution.of(classFiles);
    return version.isAtLeast(ClassFileVersion.JAVA_V7)
        ? dynamic(types.describe(adviceClass).resolve(), hookId, arguments, classFiles)
        : statically(adviceClass, hookId, types, classFiles);
  }

  private static Advice dynamic(
      TypeDescription advice, int hookId, int arguments, ClassFileLocator classFiles) {
    List<JavaConstant> constants = List.of(JavaConstant.Simple.ofLoaded(advice.getName()));
    return Advice.withCustomMapping()
        .bind(HookId.class, hookId)
        .bind(ArgumentCount.class, arguments)
        .bootstrap(LINK, (method, exit) -> (type, instrumented) -> constants)
        .to(advice, classFiles)
        .withExceptionHandler(SUPPRESS);
  }

  private static Advice statically(
      String adviceClass, int hookId, TypePool types, ClassFileLocator classFiles) {
    return Advice.withCustomMapping()
        .bind(HookId.class, hookId)
        .bind(StaticDispatchAdvice.AdviceClass.class, adviceClass)
        .to(types.describe(StaticDispatchAdvice.class.getName()).resolve(), classFiles)
        .withExceptionHandler(SUPPRESS);
  }

  private static MethodDescription.InDefinedShape dispatcherMethod(
      String name, Class<?>... parameters) {
    try {
      return new MethodDescription.ForLoadedMethod(
          AdviceDispatcher.class.getMethod(name, parameters));
    } catch (NoSuchMethodException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
