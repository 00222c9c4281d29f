package io.plumbline.config;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionPolicy.Values;
import io.plumbline.redact.RedactionRule;
import io.plumbline.redact.Vocabularies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be kept, beyond {@code capture.values}.
 *
 * @param allowList what no rule names is dropped
 * @param key of the hashes; null for the one that the service makes
 * @param keyId what the key is called; null for what follows from the key
 * @param rules the first that matches counts
 * @param named what {@code models} and {@code methods} name, and so allow, one line each
 */
public record RedactionConfig(
    boolean allowList,
    @Nullable HashKey key,
    @Nullable String keyId,
    List<RedactionRule> rules,
    List<String> named) {
  public RedactionConfig {
    rules = List.copyOf(rules);
    named = List.copyOf(named);
  }

  static RedactionConfig of(
      OptionValues values, List<ModelConfig> models, List<MethodConfig> methods) {
    String key = values.get(ConfigOptions.REDACTION_KEY);
    String keyId = values.get(ConfigOptions.REDACTION_KEY_ID);
    return new RedactionConfig(
        values.require(ConfigOptions.ALLOW_LIST),
        key == null ? null : HashKey.of(key, keyId),
        keyId,
        values.getOrElse(ConfigOptions.REDACTION_RULES, List.of()),
        named(models, methods));
  }

  private static List<String> named(List<ModelConfig> models, List<MethodConfig> methods) {
    List<String> named = new ArrayList<>();
    for (ModelConfig model : models) {
      if (!model.features().isEmpty() || !model.labels().isEmpty()) {
        boolean labels = !model.labels().isEmpty();
        named.add(
            "model "
                + model.library()
                + " "
                + model.model()
                + " "
                + model.features()
                + " "
                + labels);
      }
    }
    for (MethodConfig method : methods) {
      FeatureSource features = method.features();
      List<String> names = features == null ? List.of() : features.namedFeatures();
      boolean labels = method.label() != null || method.probabilities() != null;
      if (!names.isEmpty() || labels) {
        named.add("method " + method + " " + names + " " + labels);
      }
    }
    return named;
  }

  /**
   * @param serviceKey for as long as none is configured
   */
  public RedactionPolicy policy(Values values, HashKey serviceKey, Vocabularies vocabularies) {
    HashKey made = keyId == null ? serviceKey : serviceKey.withId(keyId);
    return new RedactionPolicy(
        values, allowList, rules, named, key == null ? made : key, vocabularies);
  }
}
