package io.plumbline.it.mlflow;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import ml.combust.mleap.core.feature.VectorAssemblerModel;
import ml.combust.mleap.core.regression.LinearRegressionModel;
import ml.combust.mleap.core.types.DataShape;
import ml.combust.mleap.core.types.NodeShape;
import ml.combust.mleap.core.types.ScalarShape;
import ml.combust.mleap.core.types.Socket;
import ml.combust.mleap.runtime.frame.Transformer;
import ml.combust.mleap.runtime.javadsl.BundleBuilder;
import ml.combust.mleap.runtime.javadsl.ContextBuilder;
import ml.combust.mleap.runtime.transformer.Pipeline;
import ml.combust.mleap.runtime.transformer.PipelineModel;
import ml.combust.mleap.runtime.transformer.feature.VectorAssembler;
import ml.combust.mleap.runtime.transformer.regression.LinearRegression;
import org.apache.spark.ml.linalg.Vectors;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A linear regression over three named features, as MLflow saves one: {@code 50000 + 1200·area +
 * 8000·rooms − 300·age}.
 */
final class HousePriceModel {
  private static final List<String> FEATURES = List.of("area", "rooms", "age");
  private static final double[] COEFFICIENTS = {1200, 8000, -300};
  private static final double INTERCEPT = 50_000;

  private static final String ML_MODEL =
      """
      flavors:
        mleap:
          mleap_version: 0.10.3
          model_data: model
      utc_time_created: '2026-01-01 00:00:00'
      """;

  private HousePriceModel() {}

  /**
   * @param arguments the folder to write the model into
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    save(pipeline(), folder.resolve("model").toFile());
    Files.writeString(folder.resolve("MLmodel"), ML_MODEL);
  }

  private static Transformer pipeline() {
    return new Pipeline(
        "house-price",
        shape(List.of(), List.of()),
        new PipelineModel(seq(List.of(assembler(), regression()))));
  }

  /** The features by their names become one vector. A feature may be null in a request. */
  private static Transformer assembler() {
    List<Socket> inputs =
        FEATURES.stream()
            .map(feature -> new Socket("input" + FEATURES.indexOf(feature), feature))
            .toList();
    List<DataShape> scalars = Collections.nCopies(FEATURES.size(), new ScalarShape(true));
    return new VectorAssembler(
        "assemble",
        shape(inputs, List.of(new Socket("output", "features"))),
        new VectorAssemblerModel(seq(scalars)));
  }

  private static Transformer regression() {
    return new LinearRegression(
        "regress",
        shape(
            List.of(new Socket("features", "features")),
            List.of(new Socket("prediction", "prediction"))),
        new LinearRegressionModel(Vectors.dense(COEFFICIENTS), INTERCEPT));
  }

  private static void save(Transformer model, File folder) {
    new BundleBuilder().save(model, folder, new ContextBuilder().createMleapContext());
  }

  private static NodeShape shape(List<Socket> inputs, List<Socket> outputs) {
    return NodeShape.apply(seq(inputs), seq(outputs));
  }

  private static <T> Seq<T> seq(List<T> list) {
    // An immutable list: MLeap keeps it in classes that Scala serializes.
    return JavaConverters.asScalaBufferConverter(list).asScala().toList();
  }
}
