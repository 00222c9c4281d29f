package io.plumbline.discover.caller;

/** Calls the model of a library; little speaks for it. */
public final class Predictor {
  /** What it is asked. */
  public static final class Question {}

  public String predict(Question question) {
    return String.valueOf(question);
  }
}
