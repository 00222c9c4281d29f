package io.plumbline.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test against the real Collector or the real Jaeger. Skipped, with words, where they are not
 * built; with {@code REQUIRE_BACKENDS=true} it runs and fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("real-collector")
@ExtendWith(RealBackends.Present.class)
public @interface RealBackends {

  /** Asks once for each test class or method that carries the annotation. */
  final class Present implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Boolean.parseBoolean(System.getenv("REQUIRE_BACKENDS"))) {
        return ConditionEvaluationResult.enabled("required");
      }
      if (Arrays.stream(Backend.values()).allMatch(backend -> backend.find().isPresent())) {
        return ConditionEvaluationResult.enabled("built");
      }
      // Failsafe prints that something was skipped, but not why.
      System.out.println(context.getDisplayName() + " is skipped. " + Backend.HOW_TO_GET_IT);
      return ConditionEvaluationResult.disabled(Backend.HOW_TO_GET_IT);
    }
  }
}
