package io.plumbline.telemetry;

import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.TensorRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Calls of every sort, the same ones for the same seed (but for ids and times). */
final class RandomCalls {
  private static final List<ModelRef> MODELS =
      List.of(
          ModelRef.of("xgboost", "fraud").withVersion("1").withFeatures(List.of("a", "b", "c")),
          ModelRef.of("xgboost", "fraud").withVersion("2").withFeatures(List.of("a", "b", "c")),
          ModelRef.of("onnxruntime", "iris"),
          ModelRef.of("methods", "com.acme.Scorer"));

  private final Random random;
  private final Calls calls;

  RandomCalls(long seed, Calls calls) {
    this.random = new Random(seed);
    this.calls = calls;
  }

  List<Inference> make(int count) {
    List<Inference> inferences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ModelRef model = MODELS.get(random.nextInt(MODELS.size()));
      Throwable thrown =
          switch (random.nextInt(10)) {
            case 0 -> new IllegalStateException("state");
            case 1 ->
                new IllegalArgumentException("argument, größer \ud800 als 128: " + "x".repeat(200));
            case 2 -> new IllegalStateException();
            default -> null;
          };
      inferences.add(calls.call(model, this::capture, thrown));
    }
    return inferences;
  }

  private void capture(InFlightInference call) {
    int rows = 1 + random.nextInt(4);
    call.batchSize(rows);
    if (random.nextInt(10) == 0) {
      call.training();
    }
    if (random.nextInt(3) == 0) {
      call.parent(
          random.nextLong(), random.nextLong(), 1 + random.nextInt(99), (byte) random.nextInt(4));
      if (random.nextBoolean()) {
        call.traceState("rojo=00f067aa0ba902b7, congo=t61rcWkgMzE,=bad");
      }
    }
    if (random.nextInt(4) == 0) {
      call.correlationId("größer " + "y".repeat(random.nextInt(200)));
    }
    call.tensor(TensorRole.INPUT, "x", DataType.FP64, rows, 3).doubles(features(rows)).close();
    if (random.nextBoolean()) {
      call.outputKind(OutputKind.BINARY_PROBABILITY);
      Calls.floats(call, TensorRole.OUTPUT, "p", rows, 1, probabilities(rows));
    } else {
      Calls.longs(call, TensorRole.OUTPUT, "label", random.longs(rows, 0, 5).toArray());
    }
  }

  private double[] features(int rows) {
    double[] features = new double[rows * 3];
    for (int i = 0; i < features.length; i++) {
      features[i] =
          switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> 0;
            case 2 -> Double.POSITIVE_INFINITY;
            default -> random.nextGaussian() * Math.exp(5 * random.nextGaussian());
          };
    }
    return features;
  }

  private float[] probabilities(int rows) {
    float[] probabilities = new float[rows];
    for (int i = 0; i < rows; i++) {
      probabilities[i] = random.nextFloat();
    }
    return probabilities;
  }
}
