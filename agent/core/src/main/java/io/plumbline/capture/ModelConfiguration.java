package io.plumbline.capture;

import java.util.Set;

/**
 * What the configuration says of models: the {@code models:} list. Implemented by {@code config};
 * called once a model, never once a call. Every question is asked of the model as its library
 * describes it.
 */
public interface ModelConfiguration {
  /** The model with the names, version, features and labels that the configuration gives it. */
  ModelRef complete(ModelRef seen);

  /** Features of this model that the configuration names: to name one is to allow its strings. */
  Set<String> namedFeatures(ModelRef seen);

  boolean namesLabels(ModelRef seen);

  /** No {@code models:} at all. */
  ModelConfiguration NONE =
      new ModelConfiguration() {
        @Override
        public ModelRef complete(ModelRef seen) {
          return seen;
        }

        @Override
        public Set<String> namedFeatures(ModelRef seen) {
          return Set.of();
        }

        @Override
        public boolean namesLabels(ModelRef seen) {
          return false;
        }
      };
}
