package io.plumbline.capture;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.ModelRedaction;
import io.plumbline.redact.RecordText;
import io.plumbline.redact.RedactionPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A {@link ModelCapture} under certain settings: its identity as bytes to copy, and the rules of
 * its features.
 */
final class ModelRules {
  /** Of a record that was never started: keeps nothing. */
  static final ModelRules UNKNOWN =
      asNamed(
          ModelRef.of("unknown", "unknown"),
          Set.of(),
          false,
          new CaptureSettings(
              CaptureLimits.DEFAULT,
              new RedactionPolicy(
                  RedactionPolicy.Values.NONE, HashKey.of("0".repeat(HashKey.LEAST_LENGTH), null)),
              ModelConfiguration.NONE));

  private final CaptureSettings settings;
  private final ModelRef model;
  private final ModelRedaction redaction;
  private final byte[] section;

  private ModelRules(
      ModelRef model, Set<String> named, boolean labelsNamed, CaptureSettings settings) {
    RedactionPolicy policy = settings.policy();
    this.settings = settings;
    this.model = model;
    this.redaction = policy.of(model.library(), model.name(), model.features(), named, labelsNamed);
    this.section = InferenceCodec.encodeModel(visible(model, redaction), policy.id());
  }

  /** What of it may be written: its names may come from data. */
  private static ModelRef visible(ModelRef model, ModelRedaction redaction) {
    String name = redaction.visible(RecordText.MODEL_NAME, model.name());
    return model
        .withName(Objects.requireNonNullElse(name, "redacted"))
        .withVersion(redaction.visible(RecordText.MODEL_VERSION, model.version()))
        .withFeatures(redaction.visibleFeatures())
        .withLabels(redaction.visibleLabels(model.labels()));
  }

  /**
   * @param seen as the library says it; the settings complete it
   * @param named features that the hook's own configuration names
   * @param labelsNamed whether that names the labels
   */
  static ModelRules of(
      ModelRef seen, Set<String> named, boolean labelsNamed, CaptureSettings settings) {
    ModelConfiguration models = settings.models();
    Set<String> allNamed = new HashSet<>(named);
    allNamed.addAll(models.namedFeatures(seen));
    boolean anyLabels = labelsNamed || models.namesLabels(seen);
    return new ModelRules(models.complete(seen), allNamed, anyLabels, settings);
  }

  /** As {@link #of}, for what the configuration is not asked about. */
  static ModelRules asNamed(
      ModelRef model, Set<String> named, boolean labelsNamed, CaptureSettings settings) {
    return new ModelRules(model, named, labelsNamed, settings);
  }

  CaptureSettings settings() {
    return settings;
  }

  /** Names of the columns, as far as they are known. */
  List<String> features() {
    return model.features();
  }

  byte[] section() {
    return section;
  }

  ModelRedaction redaction() {
    return redaction;
  }
}
