package io.plumbline.instrumentation.sample;

import io.plumbline.intercept.Hook;
import io.plumbline.intercept.InferenceInstrumentation;
import java.util.List;

/** An instrumentation of the weaving tests. */
public record SampleInstrumentation(List<Hook> hooks) implements InferenceInstrumentation {
  @Override
  public String name() {
    return "sample";
  }
}
