package io.plumbline.capture;

import io.plumbline.redact.KeyedHash;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A {@link ModelCapture} under certain settings: its identity as bytes to copy, and the rule of
 * each feature.
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
                  RedactionPolicy.Values.NONE, new KeyedHash(new byte[KeyedHash.KEY_BYTES])),
              ModelConfiguration.NONE));

  private final CaptureSettings settings;
  private final ModelRef model;
  private final byte[] section;
  private final Set<String> named;
  private final RedactionRule whenNamed;
  private final RedactionRule otherwise;
  private final RedactionRule labels;
  private final KeyedHash key;

  private ModelRules(
      ModelRef model, Set<String> named, boolean labelsNamed, CaptureSettings settings) {
    RedactionPolicy policy = settings.policy();
    this.settings = settings;
    this.model = model;
    this.named = Set.copyOf(named);
    this.whenNamed = policy.rule(true);
    this.otherwise = policy.rule(false);
    this.labels = policy.rule(labelsNamed);
    this.key = policy.key();
    this.section = InferenceCodec.encodeModel(model, policy.id());
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

  KeyedHash key() {
    return key;
  }

  /** Rule of the matrix column {@code column}. */
  RedactionRule columnRule(int column) {
    return column < model.features().size() ? rule(model.features().get(column)) : otherwise;
  }

  RedactionRule rule(String feature) {
    return named.contains(feature) ? whenNamed : otherwise;
  }

  RedactionRule labelRule() {
    return labels;
  }

  /** True when one rule serves all columns. */
  boolean isUniform() {
    return named.isEmpty() || whenNamed == otherwise;
  }

  RedactionRule defaultRule() {
    return otherwise;
  }
}
