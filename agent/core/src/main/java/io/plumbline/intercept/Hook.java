package io.plumbline.intercept;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * One place in a library, and the advice for it.
 *
 * @param advice class with {@code OnMethodEnter} and/or {@code OnMethodExit}, by name, so that the
 *     agent's loader does not load it: relative to the package of the instrumentation, for example
 *     {@code OrtAdvice$Run}
 */
public record Hook(
    HookRole role,
    TypeMatch type,
    ElementMatcher<? super MethodDescription> method,
    String advice) {
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
