package com.acme.scoring;

/** Takes a record of 32 floats, answers with a record of a label and two probabilities. */
final class RecordScorer implements Scorer {
  /** What it says. */
  record Verdict(String label, float fine, float fraud) {}

  private static final class Request {
    final Payment payment = Payment.example();
    Verdict verdict = new Verdict("", 0, 0);
  }

  private final ThreadLocal<Request> requests = ThreadLocal.withInitial(Request::new);
  private final ModelBody body;

  RecordScorer(ModelBody body) {
    this.body = body;
  }

  @Override
  public double score() {
    Request request = requests.get();
    request.verdict = predict(request.payment);
    return request.verdict.fraud();
  }

  /** The inference. */
  Verdict predict(Payment given) {
    float probability = body.probability(given.f0(), given.f31());
    return new Verdict(probability > 0.5f ? "fraud" : "fine", 1 - probability, probability);
  }
}
