package io.plumbline.capture;

import io.plumbline.redact.KeyedHash;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionRule;
import java.util.Set;

/**
 * What the hot path needs of a model, worked out once: its identity as bytes to copy, and the rule
 * of each feature. Made by {@link InferenceRecorder#describe}, kept by the advice beside the host's
 * model.
 */
public final class ModelCapture {
  /** Of a record that was never started: keeps nothing. */
  static final ModelCapture UNKNOWN =
      new ModelCapture(
          ModelRef.of("unknown", "unknown"),
          Set.of(),
          false,
          new RedactionPolicy(
              RedactionPolicy.Values.NONE, new KeyedHash(new byte[KeyedHash.KEY_BYTES])));

  private final ModelRef model;
  private final byte[] section;
  private final Set<String> named;
  private final RedactionRule whenNamed;
  private final RedactionRule otherwise;
  private final RedactionRule labels;
  private final KeyedHash key;

  /**
   * @param model as the configuration completes it
   * @param named features that the configuration names
   * @param labelsNamed whether the configuration names this model's labels
   */
  ModelCapture(ModelRef model, Set<String> named, boolean labelsNamed, RedactionPolicy policy) {
    this.model = model;
    this.named = Set.copyOf(named);
    this.whenNamed = policy.rule(true);
    this.otherwise = policy.rule(false);
    this.labels = policy.rule(labelsNamed);
    this.key = policy.key();
    this.section = InferenceCodec.encodeModel(model, policy.id());
  }

  public ModelRef model() {
    return model;
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
