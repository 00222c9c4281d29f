package com.acme.scoring;

/** Takes {@code float[32]}, answers with {@code float[2]}. */
final class ArrayScorer implements Scorer {
  /** What a thread asks again and again; the answer is kept as a server would, to send it. */
  static final class Request {
    final float[] features = newFeatures();
    float[] answer = {};
  }

  private final ModelBody body;
  private final ThreadLocal<Request> requests = ThreadLocal.withInitial(Request::new);

  ArrayScorer(ModelBody body) {
    this.body = body;
  }

  static float[] newFeatures() {
    float[] features = new float[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      features[i] = i / 4f;
    }
    return features;
  }

  @Override
  public double score() {
    Request request = requests.get();
    request.answer = predict(request.features);
    return request.answer[1];
  }

  /** The inference. */
  float[] predict(float[] features) {
    float probability = body.probability(features);
    return new float[] {1 - probability, probability};
  }
}
