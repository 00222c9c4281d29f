package io.plumbline.discover.caller;

/** Calls the model of a library; little speaks for it. */
public final class Predictor {
  /** What it is asked. */
  public record Question(String text) {}

  public String predict(Question question) {
    return question.text();
  }
}
