package io.plumbline.instrumentation.methods;

import io.plumbline.capture.HookRegistry;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.config.MethodConfig;
import io.plumbline.intercept.Hook;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The plan of each woven method of this host class loader, made at its first call. */
final class MethodPlans {
  private static final AtomicReferenceArray<@Nullable MethodPlan> PLANS =
      new AtomicReferenceArray<>(HookRegistry.MAX_HOOKS);

  private MethodPlans() {}

  static MethodPlan of(int hook) {
    MethodPlan plan = PLANS.get(hook);
    return plan != null && plan.isOf(InferenceRecorder.origin(hook)) ? plan : make(hook);
  }

  private static MethodPlan make(int hook) {
    if (InferenceRecorder.origin(hook) instanceof Hook origin
        && origin.settings() instanceof MethodConfig config) {
      MethodPlan plan = MethodPlan.of(config);
      PLANS.set(hook, plan);
      return plan;
    }
    throw new IllegalStateException("hook " + hook + " was not woven for a configured method");
  }
}
