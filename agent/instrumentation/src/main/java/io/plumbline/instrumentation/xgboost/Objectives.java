package io.plumbline.instrumentation.xgboost;

import io.plumbline.capture.OutputKind;

/** What a booster's predictions mean, by the name of what it was trained for. */
final class Objectives {
  private Objectives() {}

  /**
   * @param objective for example {@code binary:logistic}
   * @return scores for regression, ranking, raw margins and whatever is not known here
   */
  static OutputKind outputKind(String objective) {
    return switch (objective) {
      case "binary:logistic" -> OutputKind.BINARY_PROBABILITY;
      case "multi:softprob" -> OutputKind.CLASS_PROBABILITIES;
      case "multi:softmax", "binary:hinge" -> OutputKind.CLASS_INDEX;
      default -> OutputKind.SCORES;
    };
  }
}
