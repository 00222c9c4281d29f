package com.acme.fraud.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Trains the classifier that knows what kind of purchase a payment is. */
final class CategoryTraining {
  private CategoryTraining() {}

  /**
   * @return accuracy on held-out purchases
   */
  static double trainInto(Path file) throws IOException {
    Examples purchases = new Purchases(20_261_121).generate(16_000);
    Scaling scaling = Scaling.of(purchases.slice(0, 12_000));
    Examples scaled = scale(purchases, scaling);
    SoftmaxRegression classifier =
        SoftmaxRegression.train(scaled.slice(0, 12_000), Purchases.categories().size(), 7);
    double quality = accuracy(classifier, scaled.slice(12_000, 16_000));
    Files.write(file, new CategoryOnnxFile(scaling, classifier).encode(quality));
    return quality;
  }

  private static Examples scale(Examples examples, Scaling scaling) {
    float[][] rows = Arrays.stream(examples.features()).map(scaling::apply).toArray(float[][]::new);
    return new Examples(rows, examples.labels());
  }

  private static double accuracy(SoftmaxRegression classifier, Examples heldOut) {
    int[] predicted =
        Arrays.stream(heldOut.features())
            .mapToInt(row -> mostProbable(classifier.probabilities(row)))
            .toArray();
    return Quality.accuracy(predicted, heldOut.labels());
  }

  private static int mostProbable(double[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
    }
    return best;
  }
}
