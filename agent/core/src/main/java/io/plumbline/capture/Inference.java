package io.plumbline.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One inference, as the relay reads it from its record.
 *
 * @param sequence number within its stream; with the stream's id it is {@code ml.inference.id}
 * @param hook index of the hook, for the ring's counters only
 * @param function {@code code.function.name} of the hook
 * @param engine library whose hook ran inside this one; null when none did
 * @param startEpochNanos wall clock, ns since 1970 UTC
 * @param durationNanos monotonic, ≥ 0
 * @param batchSize rows; null where the instrumentation could not tell
 * @param label read by a configured path; null where none is configured. Likewise {@code score} and
 *     {@code probabilities}
 * @param truncated a limit cut something
 * @param incomplete capture failed half-way; the values before that are here
 * @param level how much of the call was captured
 * @param policy id of the redaction policy
 * @param redactionFailures values that are missing since their rule failed; at most 255
 */
public record Inference(
    long sequence,
    int hook,
    String function,
    ModelRef model,
    @Nullable String engine,
    TraceRef trace,
    long startEpochNanos,
    long durationNanos,
    Outcome outcome,
    @Nullable Integer batchSize,
    List<Tensor> inputs,
    List<Tensor> outputs,
    @Nullable Tensor label,
    @Nullable Tensor score,
    @Nullable Tensor probabilities,
    OutputKind outputKind,
    @Nullable String threadName,
    @Nullable String correlationId,
    CaptureLevel level,
    String policy,
    boolean training,
    boolean truncated,
    boolean incomplete,
    int redactionFailures) {
  public Inference {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
