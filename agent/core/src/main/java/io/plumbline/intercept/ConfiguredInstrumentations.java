package io.plumbline.intercept;

import io.plumbline.config.AgentConfig;
import java.util.List;

/**
 * Makes instrumentations of what the configuration says, beside those that are always there. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface ConfiguredInstrumentations {
  List<InferenceInstrumentation> of(AgentConfig config);
}
