package io.plumbline.intercept;

import io.plumbline.config.AgentConfig;
import java.util.List;

/**
 * Instrumentations that only the configuration calls for. Found by {@link java.util.ServiceLoader},
 * like those of libraries.
 */
public interface ConfiguredInstrumentations {
  List<InferenceInstrumentation> of(AgentConfig config);
}
