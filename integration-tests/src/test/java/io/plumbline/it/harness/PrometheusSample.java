package io.plumbline.it.harness;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One series of an answer of Prometheus, at the time that was asked for. */
public record PrometheusSample(Map<String, String> labels, double value) {
  public PrometheusSample {
    labels = Map.copyOf(labels);
  }

  public @Nullable String label(String name) {
    return labels.get(name);
  }
}
