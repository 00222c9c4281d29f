package io.plumbline.discover;

import java.util.List;
import java.util.Optional;

/** Libraries that serve models, by the packages of their classes. */
public final class KnownLibraries {
  /**
   * One of them.
   *
   * @param captured by Plumbline without any configuration
   */
  public record Library(String name, String packagePrefix, boolean captured) {}

  private static final List<Library> ALL =
      List.of(
          new Library("onnxruntime", "ai.onnxruntime.", true),
          new Library("xgboost", "ml.dmlc.xgboost4j.", true),
          new Library("xgboost-predictor", "biz.k11i.xgboost.", false),
          new Library("lightgbm", "io.github.metarank.lightgbm4j.", false),
          new Library("catboost", "ai.catboost.", false),
          new Library("h2o", "hex.genmodel.", false),
          new Library("jpmml", "org.jpmml.evaluator.", false),
          new Library("tribuo", "org.tribuo.", false),
          new Library("smile", "smile.", false),
          new Library("weka", "weka.", false),
          new Library("djl", "ai.djl.", false),
          new Library("tensorflow", "org.tensorflow.", false),
          new Library("spark", "org.apache.spark.ml.", false),
          new Library("mleap", "ml.combust.mleap.", false),
          new Library("opennlp", "opennlp.tools.", false),
          new Library("langchain4j", "dev.langchain4j.", false),
          new Library("spring-ai", "org.springframework.ai.", false),
          new Library("openai", "com.openai.", false),
          new Library("anthropic", "com.anthropic.", false),
          new Library("google-genai", "com.google.genai.", false));

  private KnownLibraries() {}

  static Optional<Library> of(String className) {
    return ALL.stream()
        .filter(library -> className.startsWith(library.packagePrefix()))
        .findFirst();
  }
}
