package io.plumbline.capture;

import java.util.Set;

/**
 * What the hot path needs of a model, worked out once and kept: once more when the settings have
 * changed. Made by {@link InferenceRecorder#describe}, kept by the advice beside the host's model.
 */
public final class ModelCapture {
  /** While nothing is recorded. */
  static final ModelCapture UNKNOWN =
      new ModelCapture(ModelRef.of("unknown", "unknown"), Set.of(), false, ModelRules.UNKNOWN);

  private final ModelRef seen;
  private final Set<String> named;
  private final boolean labelsNamed;

  /** Not volatile: it is immutable, and who sees an older one makes it again. */
  private ModelRules rules;

  private ModelCapture(ModelRef seen, Set<String> named, boolean labelsNamed, ModelRules rules) {
    this.seen = seen;
    this.named = named;
    this.labelsNamed = labelsNamed;
    this.rules = rules;
  }

  /**
   * @param seen what the library says of the model
   * @param named features that the hook's own configuration names
   * @param labelsNamed whether that names the labels
   */
  static ModelCapture of(
      ModelRef seen, Set<String> named, boolean labelsNamed, CaptureSettings settings) {
    return new ModelCapture(
        seen, Set.copyOf(named), labelsNamed, ModelRules.of(seen, named, labelsNamed, settings));
  }

  /** Allocates only when the settings are others than those of the call before. */
  @SuppressWarnings("ReferenceEquality") // every change makes new ones; once a call, so cheaply
  ModelRules under(CaptureSettings settings) {
    ModelRules known = rules;
    if (known.settings() != settings) {
      known = ModelRules.of(seen, named, labelsNamed, settings);
      rules = known;
    }
    return known;
  }
}
