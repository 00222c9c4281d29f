package io.plumbline.instrumentation.methods;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Ends an inference when its result is there, on whichever thread that is. */
final class LaterResult implements BiConsumer<@Nullable Object, @Nullable Throwable> {
  private static final Object[] NOTHING = {};

  private final MethodPlan plan;
  private final @Nullable Object self;
  private final @Nullable Object[] arguments;
  private final InFlightInference call;
  private final AwaitedResults.Awaited awaited;

  private LaterResult(
      MethodPlan plan,
      @Nullable Object self,
      @Nullable Object[] arguments,
      InFlightInference call) {
    this.plan = plan;
    this.self = self;
    this.arguments = arguments;
    this.call = call;
    this.awaited = AwaitedResults.add(this, call);
  }

  /** The host gets the stage itself; what is added to it here only listens. */
  static void await(
      CompletionStage<?> stage,
      MethodPlan plan,
      @Nullable Object self,
      @Nullable Object[] arguments,
      InFlightInference call) {
    boolean keep = plan.looksBack();
    LaterResult later =
        new LaterResult(plan, keep ? self : null, keep ? arguments.clone() : NOTHING, call);
    InferenceRecorder.detach(call);
    try {
      stage.whenComplete(later);
    } catch (Throwable e) {
      // A stage of the host's own making; without this the call would never end.
      if (later.awaited.isMine()) {
        InferenceRecorder.end(call, null);
      }
      InferenceRecorder.reportFailure("waiting for " + stage.getClass().getName(), e);
    }
  }

  @Override
  public void accept(@Nullable Object result, @Nullable Throwable error) {
    if (awaited.isMine()) {
      InferenceRecorder.resume(call);
      InferenceRecorder.end(call, error == null ? read(result) : cause(error));
    }
  }

  private @Nullable Throwable read(@Nullable Object result) {
    try {
      return plan.exit(self, arguments, result, call);
    } catch (Throwable e) {
      // No dispatcher stands around a callback; without this the call would never end.
      InferenceRecorder.reportFailure("advice on a later result", e);
      return null;
    }
  }

  private static Throwable cause(Throwable error) {
    if (error instanceof CompletionException || error instanceof ExecutionException) {
      Throwable inner = error.getCause();
      return inner == null ? error : inner;
    }
    return error;
  }
}
