package io.plumbline.instrumentation.xgboost;

import io.plumbline.capture.TrainingScope;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Training with an evaluation of the host's own predicts on every round. What is trained here tells
 * its objective: it is one of the parameters.
 */
final class TrainingAdvice {
  private TrainingAdvice() {}

  static final class Train {
    private Train() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static void enter() {
      TrainingScope.enter();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Argument(1) @Nullable Map<String, Object> parameters,
        @Advice.Return @Nullable Booster trained) {
      TrainingScope.exit();
      if (trained != null && parameters != null) {
        KnownBooster.of(trained).objective(String.valueOf(parameters.get("objective")));
      }
    }
  }

  static final class CrossValidate {
    private CrossValidate() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static void enter() {
      TrainingScope.enter();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit() {
      TrainingScope.exit();
    }
  }
}
