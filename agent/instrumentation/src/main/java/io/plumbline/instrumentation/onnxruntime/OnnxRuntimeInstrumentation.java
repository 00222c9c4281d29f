package io.plumbline.instrumentation.onnxruntime;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import com.google.auto.service.AutoService;
import io.plumbline.intercept.Hook;
import io.plumbline.intercept.InferenceInstrumentation;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * ONNX Runtime: one {@code OrtSession.run} call is one inference.
 *
 * <p>Every public overload ends in the one with four arguments, or, before pinned outputs came, in
 * the one with three and {@code RunOptions} (sources of 1.15.0, 1.20.0 and 1.29.0 read), so hooking
 * that one counts each call once. The file name is known only to {@code createSession}.
 */
@AutoService(InferenceInstrumentation.class)
public final class OnnxRuntimeInstrumentation implements InferenceInstrumentation {
  private static final String SESSION = "ai.onnxruntime.OrtSession";

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public List<Hook> hooks() {
    return List.of(
        Hook.inference(SESSION, lastOverload(), "OrtAdvice$Run"),
        Hook.describe(
            "ai.onnxruntime.OrtEnvironment",
            named("createSession").and(takesArgument(0, String.class)),
            "OrtAdvice$CreateSession"),
        Hook.dispose(SESSION, named("close").and(takesArguments(0)), "OrtAdvice$Close"));
  }

  private static ElementMatcher<MethodDescription> lastOverload() {
    ElementMatcher.Junction<MethodDescription> run = named("run");
    ElementMatcher.Junction<MethodDescription> withPinned =
        run.and(isPublic()).and(takesArguments(4));
    return withPinned.or(
        run.and(takesArguments(3))
            .and(takesArgument(2, named("ai.onnxruntime.OrtSession$RunOptions")))
            .and(isDeclaredBy(not(declaresMethod(withPinned)))));
  }
}
