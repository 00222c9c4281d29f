package io.plumbline.intercept;

import io.plumbline.bootstrap.AdviceDispatcher;
import io.plumbline.capture.HookRegistry;
import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.security.ProtectionDomain;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.utility.JavaModule;
import org.jspecify.annotations.Nullable;

/** Weaves one hook into a class that matched, and says so; or says why not. */
final class HookTransformer implements AgentBuilder.Transformer {
  private final InferenceInstrumentation instrumentation;
  private final Hook hook;
  private final ElementMatcher<? super MethodDescription> methods;
  private final HookAdvice advice;
  private final HookRegistry hooks;
  private final AgentLog log;
  private final Runnable beforeWeaving;

  HookTransformer(
      InferenceInstrumentation instrumentation,
      Hook hook,
      ElementMatcher<? super MethodDescription> methods,
      HookAdvice advice,
      HookRegistry hooks,
      AgentLog log,
      Runnable beforeWeaving) {
    this.instrumentation = instrumentation;
    this.hook = hook;
    this.methods = methods;
    this.advice = advice;
    this.hooks = hooks;
    this.log = log;
    this.beforeWeaving = beforeWeaving;
  }

  @Override
  public DynamicType.Builder<?> transform(
      DynamicType.Builder<?> builder,
      TypeDescription type,
      @Nullable ClassLoader loader,
      @Nullable JavaModule module,
      @Nullable ProtectionDomain domain) {
    MethodList<?> matched = type.getDeclaredMethods().filter(methods);
    if (matched.isEmpty()) {
      reportNothingMatched(type);
      return builder;
    }
    if (loader == null || !seesDispatcher(loader)) {
      log.warn(
          type.getName()
              + " is not woven: its class loader "
              + loader
              + " hides io.plumbline.bootstrap; add that package to its boot delegation");
      return builder;
    }
    beforeWeaving.run();
    DynamicType.Builder<?> woven = builder;
    for (MethodDescription method : matched) {
      woven = weave(woven, type, loader, method);
    }
    return woven;
  }

  private DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder,
      TypeDescription type,
      ClassLoader loader,
      MethodDescription method) {
    String function = type.getName() + "." + method.getActualName();
    int hookId = -1;
    if (hook.role() == HookRole.INFERENCE) {
      hookId = hooks.register(instrumentation.name(), function, hook).index();
    }
    log.info("woven: " + function + " for " + instrumentation.name());
    AsmVisitorWrapper.ForDeclaredMethods visitor =
        advice
            .of(adviceClass(), hookId, version(type, loader), loader)
            .on(candidate -> candidate.equals(method));
    return builder.visit(visitor);
  }

  private String adviceClass() {
    return instrumentation.getClass().getPackageName() + "." + hook.advice();
  }

  /** A subtype that inherits the method is no fault; the very class that was named is. */
  private void reportNothingMatched(TypeDescription type) {
    if (hook.type() instanceof TypeMatch.Exact) {
      log.warn(
          type.getName()
              + " has no method for the hook "
              + hook.advice()
              + " of "
              + instrumentation.name()
              + ": a version of the library that is not known? It is not woven.");
    }
  }

  private static boolean seesDispatcher(ClassLoader loader) {
    try {
      return Class.forName(AdviceDispatcher.class.getName(), false, loader)
          == AdviceDispatcher.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static ClassFileVersion version(TypeDescription type, ClassLoader loader) {
    ClassFileVersion known = type.getClassFileVersion();
    if (known != null) {
      return known;
    }
    try (ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(loader)) {
      return ClassFileVersion.ofClassFile(locator.locate(type.getName()).resolve());
    } catch (IOException | IllegalStateException e) {
      return ClassFileVersion.JAVA_V8;
    }
  }
}
