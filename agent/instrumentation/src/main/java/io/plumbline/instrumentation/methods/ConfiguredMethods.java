package io.plumbline.instrumentation.methods;

import com.google.auto.service.AutoService;
import io.plumbline.config.AgentConfig;
import io.plumbline.intercept.ConfiguredInstrumentations;
import io.plumbline.intercept.InferenceInstrumentation;
import java.util.List;

/** Brings the methods list to the agent's start, which does not know this package. */
@AutoService(ConfiguredInstrumentations.class)
public final class ConfiguredMethods implements ConfiguredInstrumentations {
  @Override
  public List<InferenceInstrumentation> of(AgentConfig config) {
    return MethodsInstrumentation.of(config.methods());
  }
}
