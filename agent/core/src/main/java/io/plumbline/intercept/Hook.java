package io.plumbline.intercept;

import io.plumbline.capture.InFlightInference;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * One place in a library, and the advice for it.
 *
 * @param advice class with {@code OnMethodEnter} and/or {@code OnMethodExit}, by name, so that the
 *     agent's loader does not load it: relative to the package of the instrumentation, for example
 *     {@code OrtAdvice$Run}
 * @param settings what the advice must know of this hook, from the configuration; it asks {@link
 *     io.plumbline.capture.InferenceRecorder#origin}
 * @param leanAdvice in place of it for a method of at most {@value InFlightInference#FEW_ARGUMENTS}
 *     parameters, which it takes one by one and not as a new array; null when there is none
 */
public record Hook(
    HookRole role,
    TypeMatch type,
    ElementMatcher<? super MethodDescription> method,
    String advice,
    @Nullable Object settings,
    @Nullable String leanAdvice) {
  public Hook(
      HookRole role,
      TypeMatch type,
      ElementMatcher<? super MethodDescription> method,
      String advice,
      @Nullable Object settings) {
    this(role, type, method, advice, settings, null);
  }

  public Hook(
      HookRole role,
      TypeMatch type,
      ElementMatcher<? super MethodDescription> method,
      String advice) {
    this(role, type, method, advice, null);
  }

  /**
   * The JVM's own, of each kind of record below it, would take a tenth of the agent's start to
   * link.
   */
  @Override
  public int hashCode() {
    int of = settings == null ? method.hashCode() : settings.toString().hashCode();
    return 31 * (31 * type.name().hashCode() + advice.hashCode()) + of;
  }

  public static Hook inference(
      String type, ElementMatcher<? super MethodDescription> method, String advice) {
    return new Hook(HookRole.INFERENCE, new TypeMatch.Exact(type), method, advice);
  }

  public static Hook describe(
      String type, ElementMatcher<? super MethodDescription> method, String advice) {
    return new Hook(HookRole.DESCRIBE, new TypeMatch.Exact(type), method, advice);
  }

  public static Hook training(
      String type, ElementMatcher<? super MethodDescription> method, String advice) {
    return new Hook(HookRole.TRAINING, new TypeMatch.Exact(type), method, advice);
  }

  public static Hook dispose(
      String type, ElementMatcher<? super MethodDescription> method, String advice) {
    return new Hook(HookRole.DISPOSE, new TypeMatch.Exact(type), method, advice);
  }
}
