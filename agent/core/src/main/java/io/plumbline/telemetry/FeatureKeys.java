package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.HashMap;
import java.util.Map;

/** Keys of {@code ml.input.<feature>}, kept: a key made anew costs more than a span's values. */
final class FeatureKeys {
  private static final int LIMIT = 4096;

  /** The keys of one feature, one a type. */
  record Keys(
      AttributeKey<Double> ofDouble,
      AttributeKey<Long> ofLong,
      AttributeKey<Boolean> ofBoolean,
      AttributeKey<String> ofText) {
    static Keys named(String feature) {
      String name = InferenceAttributes.INPUT_PREFIX + feature;
      return new Keys(
          AttributeKey.doubleKey(name),
          AttributeKey.longKey(name),
          AttributeKey.booleanKey(name),
          AttributeKey.stringKey(name));
    }
  }

  private final Map<String, Keys> byFeature = new HashMap<>();

  Keys of(String feature) {
    Keys kept = byFeature.get(feature);
    if (kept != null) {
      return kept;
    }
    Keys made = Keys.named(feature);
    if (byFeature.size() < LIMIT) {
      byFeature.put(feature, made);
    }
    return made;
  }
}
