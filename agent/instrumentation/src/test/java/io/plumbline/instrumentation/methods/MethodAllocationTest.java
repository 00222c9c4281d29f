package io.plumbline.instrumentation.methods;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.InferenceSink;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.RegisteredHook;
import io.plumbline.config.MethodConfig;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.instrumentation.AgentExtension;
import io.plumbline.redact.RedactionPolicy;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the weaving itself allocates, the box of a number, is not ours. */
class MethodAllocationTest {
  private static final int CALLS = 1000;
  private static final int ROUNDS = 500;

  @RegisterExtension
  static final AgentExtension agent =
      AgentExtension.with(
          RecorderExtension.with(RedactionPolicy.Values.SAFE),
          Methods.of("methods: [io.plumbline.instrumentation.methods.Scorers$Arrays#any]"));

  private final RecorderExtension recorder = agent.recorder();

  private final Scorers.Versioned model = new Scorers.Versioned("risk", 4);

  @Test
  void arraysInAndOutAllocateNothingOnceWarm() {
    assertThat(perCall("{class: a.B, method: c}", new float[8], new float[2])).isLessThan(1);
    assertThat(perCall("{class: a.B, method: c}", new double[8][8], new double[8])).isLessThan(1);
  }

  @Test
  void configuredNamesAndScoreAllocateNothingOnceWarm() {
    String method =
        "{class: a.B, method: c, model: {name: this.name, version: '1'},"
            + " prediction: {score: return}}";

    assertThat(perCall(method, new float[8], 0.5)).isLessThan(1);
  }

  record Payment(float amount, double rate, int items, long account, boolean isNew, byte tries) {}

  @Test
  void recordOfPrimitivesAllocatesNothingOnceWarm() {
    Payment payment = new Payment(1, 2, 3, 4, true, (byte) 5);

    assertThat(perCall("{class: a.B, method: c}", payment, new float[2])).isLessThan(1);
  }

  @Test
  void wovenMethodOfFewParametersAllocatesNothingOnceWarm() {
    Scorers.Arrays scorer = new Scorers.Arrays();
    float[] features = new float[8];
    scorer.any(features);
    assertThat(agent.onlyInference().inputs()).hasSize(1);

    assertThat(perCall(() -> scorer.any(features))).isLessThan(1);
  }

  private double perCall(String method, Object input, Object output) {
    MethodConfig config = Methods.config("methods: [" + method + "]").methods().get(0);
    MethodPlan plan = MethodPlan.of(config);
    RegisteredHook hook = recorder.hooks().register("java", method);
    Object[] arguments = {input};
    return perCall(() -> call(plan, hook, arguments, output));
  }

  private double perCall(Runnable call) {
    InferenceRecorder.install(recorder.over(new NowhereSink()));
    double least = Double.MAX_VALUE;
    // Warm is when the compiler is done, which a busy machine has late.
    for (int round = 0; round < ROUNDS && least >= 1; round++) {
      long before = allocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, (double) (allocatedBytes() - before) / CALLS);
    }
    return least;
  }

  private void call(MethodPlan plan, RegisteredHook hook, Object[] arguments, Object output) {
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
    plan.enter(model, arguments, call);
    InferenceRecorder.end(call, plan.exit(model, arguments, output, call));
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static final class NowhereSink implements InferenceSink {
    @Override
    public @Nullable DropReason accept(int hook, byte[] record, int length) {
      return null;
    }

    @Override
    public void acceptDropped(int hook, DropReason reason) {}
  }
}
