package io.plumbline.status;

import io.plumbline.diagnostics.DropReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A woven method. Those that only tell of a model are not counted: all numbers are 0.
 *
 * @param function for example {@code ai.onnxruntime.OrtSession.run}
 * @param loader of its class
 * @param called inferences that it made
 * @param captured those whose values were stored
 */
public record MethodFacts(
    String function,
    String loader,
    long called,
    long captured,
    Map<DropReason, Long> dropped,
    @Nullable LastInference last) {
  public MethodFacts {
    dropped = Map.copyOf(dropped);
  }
}
