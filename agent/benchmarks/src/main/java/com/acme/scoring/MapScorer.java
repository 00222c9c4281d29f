package com.acme.scoring;

import java.util.LinkedHashMap;
import java.util.Map;

/** Takes a map of 32 boxed floats, answers with a map of two probabilities, as JSON servers do. */
final class MapScorer implements Scorer {
  private static final class Request {
    final Map<String, Object> features = newFeatures();
    Map<String, Float> answer = Map.of();
  }

  private final ThreadLocal<Request> requests = ThreadLocal.withInitial(Request::new);
  private final ModelBody body;

  MapScorer(ModelBody body) {
    this.body = body;
  }

  private static Map<String, Object> newFeatures() {
    Map<String, Object> features = new LinkedHashMap<>();
    for (int i = 0; i < FEATURES; i++) {
      features.put("f" + i, i / 4f);
    }
    return features;
  }

  @Override
  public double score() {
    Request request = requests.get();
    request.answer = predict(request.features);
    return request.answer.getOrDefault("fraud", Float.NaN);
  }

  /** The inference. */
  Map<String, Float> predict(Map<String, Object> given) {
    float probability = body.probability(feature(given, "f0"), feature(given, "f31"));
    return Map.of("fine", 1 - probability, "fraud", probability);
  }

  private static float feature(Map<String, Object> given, String name) {
    return given.get(name) instanceof Float value ? value : 0;
  }
}
