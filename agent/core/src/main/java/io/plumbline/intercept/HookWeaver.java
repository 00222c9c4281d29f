package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.isSynthetic;
import static net.bytebuddy.matcher.ElementMatchers.not;

import io.plumbline.capture.HookRegistry;
import io.plumbline.config.Suggestion;
import io.plumbline.diagnostics.AgentLog;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import org.jspecify.annotations.Nullable;

/** Weaves hooks into the methods of a class, and says which. Adds no member: only code changes. */
final class HookWeaver {
  /** Methods that an error lists. */
  private static final int MAX_TOLD = 20;

  private final ByteBuddy byteBuddy = new ByteBuddy().with(TypeValidation.DISABLED);
  private final HookAdvice advice;
  private final HookRegistry registry;
  private final HookJournal journal;
  private final AgentLog log;
  private final Runnable beforeWeaving;

  /**
   * @param beforeWeaving called at each class that has a method to weave
   */
  HookWeaver(
      HookAdvice advice,
      HookRegistry registry,
      HookJournal journal,
      AgentLog log,
      Runnable beforeWeaving) {
    this.advice = advice;
    this.registry = registry;
    this.journal = journal;
    this.log = log;
    this.beforeWeaving = beforeWeaving;
  }

  /**
   * @return the class file to load instead, or null when no method is hooked
   */
  byte @Nullable [] weave(HostClass host, List<PlannedHook> hooks) {
    TypeDescription type = host.type();
    DynamicType.Builder<?> builder = byteBuddy.decorate(type, host.classFiles());
    boolean hooked = false;
    for (PlannedHook hook : hooks) {
      MethodList<?> methods = hook.methodsOf(type);
      if (methods.isEmpty()) {
        sayNothingMatched(host, hook);
        continue;
      }
      if (!hooked) {
        beforeWeaving.run();
      }
      hooked = true;
      for (MethodDescription method : methods) {
        builder = builder.visit(visitor(host, hook, method));
      }
    }
    return hooked
        ? builder.make(TypeResolutionStrategy.Disabled.INSTANCE, host.types()).getBytes()
        : null;
  }

  private AsmVisitorWrapper visitor(HostClass host, PlannedHook hook, MethodDescription method) {
    String function = host.name() + "." + method.getActualName();
    int hookId = -1;
    if (hook.hook().role() == HookRole.INFERENCE) {
      hookId = registry.register(hook.library(), function, hook.hook()).index();
    }
    journal.woven(hook, host, method, hookId);
    log.info("woven: " + function + " for " + hook.library());
    return advice
        .of(
            hook.adviceFor(method, host.version()),
            hookId,
            method.getParameters().size(),
            host.version(),
            host.loader())
        .on(candidate -> candidate.equals(method));
  }

  /** A subtype that inherits the method is no fault; the very class that was named is. */
  private void sayNothingMatched(HostClass host, PlannedHook hook) {
    TypeMatch wanted = hook.hook().type();
    if (wanted instanceof TypeMatch.Exact) {
      journal.matchedNothing(
          hook, host, "it has no such method: a version of the library that is not known");
      log.warn(
          host
              + " has no method for the hook "
              + hook.hook().advice()
              + " of "
              + hook.library()
              + ": a version of the library that is not known? It is not woven.");
    } else if (wanted.name().equals(host.name())
        && host.type().getDeclaredMethods().filter(hook.hook().method()).isEmpty()) {
      sayWhatIsDeclared(host, hook);
    }
  }

  private void sayWhatIsDeclared(HostClass host, PlannedHook hook) {
    Set<String> declared = declared(host, wantedName(hook));
    TypeDefinition parent = host.type().getSuperClass();
    String why =
        "the class declares "
            + declared.stream().limit(MAX_TOLD).collect(Collectors.joining(", "))
            + "; an inherited method is hooked where it is declared"
            + (parent == null ? "" : ", perhaps " + parent.getTypeName());
    journal.matchedNothing(hook, host, why);
    log.warn(hook.hook().settings() + " matches no method: " + why + ".");
  }

  /** Of {@code com.acme.Scorer#score(int)}: {@code score}. */
  private static String wantedName(PlannedHook hook) {
    String settings = String.valueOf(hook.hook().settings());
    return nameOf(settings.substring(settings.indexOf('#') + 1));
  }

  private static String nameOf(String signature) {
    int parameters = signature.indexOf('(');
    return parameters < 0 ? signature : signature.substring(0, parameters);
  }

  /**
   * With parameters, as one would write them under {@code methods}; those first that are most like
   * the one that was wanted, last what a compiler made.
   */
  private static Set<String> declared(HostClass host, String wanted) {
    Comparator<String> byName = Suggestion.nearestTo(wanted);
    Set<String> declared =
        new TreeSet<>(
            Comparator.comparing((String signature) -> nameOf(signature).contains("$"))
                .thenComparing(HookWeaver::nameOf, byName)
                .thenComparing(Comparator.naturalOrder()));
    for (MethodDescription method :
        host.type().getDeclaredMethods().filter(isMethod().and(not(isSynthetic())))) {
      declared.add(
          method.getParameters().asTypeList().asErasures().stream()
              .map(TypeDescription::getActualName)
              .collect(Collectors.joining(", ", method.getActualName() + "(", ")")));
    }
    return declared;
  }
}
