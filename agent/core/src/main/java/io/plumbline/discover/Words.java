package io.plumbline.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What names say: {@code predictProba} is about predicting, {@code ModelTrainer} about training.
 */
final class Words {
  /** A method of such a name is likely one. */
  private static final Set<String> INFERENCE =
      Set.of(
          "predict",
          "predicts",
          "prediction",
          "predictions",
          "score",
          "scores",
          "infer",
          "inference",
          "classify",
          "classification",
          "embed",
          "embedding",
          "embeddings",
          "rank",
          "rerank",
          "detect",
          "recommend",
          "recommendations",
          "forecast",
          "regress");

  /** A method of such a name may be anything: its class and types have to speak for it. */
  private static final Set<String> WEAK =
      Set.of(
          "evaluate",
          "transform",
          "estimate",
          "assess",
          "rate",
          "decide",
          "decision",
          "label",
          "tag",
          "generate",
          "complete",
          "chat",
          "answer",
          "ask",
          "run",
          "apply",
          "call",
          "compute",
          "process",
          "match",
          "encode");

  /** Of classes. */
  private static final Set<String> MODELS =
      Set.of(
          "model",
          "models",
          "scorer",
          "predictor",
          "classifier",
          "regressor",
          "regression",
          "detector",
          "ranker",
          "recommender",
          "estimator",
          "inference",
          "ensemble",
          "forest",
          "network",
          "booster",
          "embedder",
          "forecaster",
          "scoring",
          "prediction",
          "evaluator");

  /** Looks like inference, and is not what an operator wants to see. */
  private static final Set<String> TRAINING =
      Set.of(
          "train",
          "trainer",
          "training",
          "fit",
          "fitter",
          "learn",
          "learner",
          "loss",
          "gradient",
          "backward",
          "optimizer",
          "validator",
          "validation",
          "test",
          "tests",
          "benchmark",
          "builder",
          "factory",
          "config",
          "configuration",
          "properties",
          "logger",
          "exception",
          "parser",
          "serializer",
          "deserializer",
          "repository",
          "mapper");

  /** Of types that go in. */
  private static final Set<String> INPUTS =
      Set.of(
          "matrix",
          "tensor",
          "frame",
          "features",
          "feature",
          "vector",
          "instance",
          "example",
          "row",
          "rows",
          "input",
          "request",
          "sample",
          "record",
          "observation",
          "ndarray",
          "batch",
          "prompt");

  /** Of types that come out. */
  private static final Set<String> OUTPUTS =
      Set.of(
          "prediction",
          "predictions",
          "score",
          "scores",
          "result",
          "label",
          "probability",
          "probabilities",
          "decision",
          "classification",
          "classifications",
          "response",
          "embedding",
          "embeddings",
          "detection",
          "ranking",
          "recommendation",
          "forecast",
          "output",
          "estimate");

  private Words() {}

  static boolean isInference(String method) {
    return of(method).stream().anyMatch(INFERENCE::contains);
  }

  static boolean isWeak(String method) {
    return WEAK.contains(first(method));
  }

  static boolean isModel(String simpleClassName) {
    return of(simpleClassName).stream().anyMatch(MODELS::contains);
  }

  static boolean isTraining(String name) {
    return of(name).stream().anyMatch(TRAINING::contains);
  }

  static boolean isInput(String simpleTypeName) {
    return of(simpleTypeName).stream().anyMatch(INPUTS::contains);
  }

  static boolean isOutput(String simpleTypeName) {
    return of(simpleTypeName).stream().anyMatch(OUTPUTS::contains);
  }

  /** Reads or writes a property, or makes something. */
  static boolean isPlumbing(String method) {
    return Set.of(
            "get",
            "set",
            "is",
            "has",
            "with",
            "to",
            "from",
            "of",
            "new",
            "create",
            "build",
            "add",
            "remove",
            "close",
            "init",
            "load",
            "save",
            "read",
            "write",
            "log",
            "lambda",
            "access",
            "hash",
            "equals",
            "compare",
            "register",
            "validate",
            "check",
            "parse",
            "format")
        .contains(first(method));
  }

  private static String first(String name) {
    List<String> words = of(name);
    return words.isEmpty() ? "" : words.get(0);
  }

  /** Of a name in camel case or with underscores, in lower case. */
  static List<String> of(String name) {
    List<String> words = new ArrayList<>();
    for (String word :
        name.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word.toLowerCase(Locale.ROOT));
      }
    }
    return words;
  }
}
