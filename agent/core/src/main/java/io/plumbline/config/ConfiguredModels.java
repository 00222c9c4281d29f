package io.plumbline.config;

import io.plumbline.capture.ModelConfiguration;
import io.plumbline.capture.ModelRef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code models} list: the first entry that matches counts. */
record ConfiguredModels(List<ModelConfig> models) implements ModelConfiguration {
  @Override
  public ModelRef complete(ModelRef seen) {
    ModelConfig model = find(seen);
    return model == null ? seen : model.complete(seen);
  }

  @Override
  public Set<String> namedFeatures(ModelRef seen) {
    ModelConfig model = find(seen);
    return model == null ? Set.of() : Set.copyOf(model.features());
  }

  @Override
  public boolean namesLabels(ModelRef seen) {
    ModelConfig model = find(seen);
    return model != null && !model.labels().isEmpty();
  }

  private @Nullable ModelConfig find(ModelRef seen) {
    return models.stream().filter(model -> model.matches(seen)).findFirst().orElse(null);
  }
}
