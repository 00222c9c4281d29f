package io.plumbline.capture;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.DropReason;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Captures a call that nobody made and keeps nothing of it, on a thread of the agent's: what
 * capture makes the JVM load is then not loaded in the first call of the host.
 */
public final class CaptureRehearsal {
  private CaptureRehearsal() {}

  /**
   * @param settings like those in force, but with a policy of its own: it must not learn from this
   */
  public static void run(CaptureSettings settings, AgentErrors errors) {
    HookRegistry hooks = new HookRegistry();
    RegisteredHook hook = hooks.register("rehearsal", "Rehearsal.run");
    InferenceRecorder recorder =
        new InferenceRecorder(settings, hooks, new Nowhere(), InferenceClock.system(), errors);
    InFlightInference call = recorder.start(hook);
    if (call != null) {
      call.model(ModelCapture.of(ModelRef.of("rehearsal", "none"), Set.of(), false, settings));
      call.batchSize(1);
      call.tensor(TensorRole.INPUT, "x", DataType.FP32, 1, 2).floats(new float[2]).close();
      call.hostRuns();
      call.agentRuns();
      call.scalar(TensorRole.SCORE, "y", 0.5);
      recorder.store(call, null);
    }
  }

  private static final class Nowhere implements InferenceSink {
    @Override
    public @Nullable DropReason accept(int hook, byte[] record, int length) {
      return null;
    }

    @Override
    public void acceptDropped(int hook, DropReason reason) {}
  }
}
