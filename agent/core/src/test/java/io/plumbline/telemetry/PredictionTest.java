package io.plumbline.telemetry;

import static io.plumbline.capture.OutputKind.BINARY_PROBABILITY;
import static io.plumbline.capture.OutputKind.CLASS_INDEX;
import static io.plumbline.capture.OutputKind.CLASS_PROBABILITIES;
import static io.plumbline.capture.OutputKind.SCORES;
import static io.plumbline.capture.OutputKind.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.CaptureLimits;
import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.TensorRole;
import io.plumbline.redact.RedactionPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules, one line each: what a library gave, and how it is read. */
class PredictionTest {
  private static final CaptureLimits LIMITS = new CaptureLimits(3, 4, 256, 64 << 10, 4);

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL, LIMITS);

  private final Calls calls = new Calls(recorder, "any", "Any.predict");

  /**
   * @param read labels, scores, confidences, probabilities, classes
   */
  record Rule(
      String name,
      OutputKind kind,
      List<String> modelLabels,
      Consumer<InFlightInference> outputs,
      String read) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Rule> rules() {
    return Stream.of(
        rule(
            "binary, above one half",
            BINARY_PROBABILITY,
            floats(2, 1, .75f, .25f),
            "[1, 0] [0.75, 0.25] [0.75, 0.75] [] []"),
        rule(
            "binary, exactly one half",
            BINARY_PROBABILITY,
            floats(1, 1, .5f),
            "[1] [0.5] [0.5] [] []"),
        named(
            "binary, named",
            BINARY_PROBABILITY,
            List.of("legit", "fraud"),
            floats(2, 1, .75f, .25f),
            "[fraud, legit] [0.75, 0.25] [0.75, 0.75] [] []"),
        rule(
            "binary, not a probability",
            BINARY_PROBABILITY,
            floats(2, 1, .75f, 3f),
            "[null, null] [0.75, 3.0] [] [] []"),
        rule(
            "binary, not a number",
            BINARY_PROBABILITY,
            floats(1, 1, Float.NaN),
            "[null] [NaN] [NaN] [] []"),
        rule("binary, nothing came", BINARY_PROBABILITY, call -> {}, "[] [] [] [] []"),
        rule(
            "classes",
            CLASS_PROBABILITIES,
            floats(2, 3, .5f, .25f, .25f, 0, 0, 1),
            "[0, 2] [] [0.5, 1.0] [0.5, 0.25, 0.25, 0.0, 0.0, 1.0] [0, 1, 2]"),
        named(
            "classes, named",
            CLASS_PROBABILITIES,
            List.of("a", "b", "c"),
            floats(1, 3, .25f, .5f, .25f),
            "[b] [] [0.5] [0.25, 0.5, 0.25] [a, b, c]"),
        rule(
            "two classes have the second one's probability as score",
            CLASS_PROBABILITIES,
            floats(1, 2, .75f, .25f),
            "[0] [0.25] [0.75] [0.75, 0.25] [0, 1]"),
        rule(
            "classes, some of them cut",
            CLASS_PROBABILITIES,
            floats(1, 5, .125f, .125f, .125f, .125f, .5f),
            "[null] [] [NaN] [0.125, 0.125, 0.125, 0.125] [0, 1, 2, 3]"),
        rule(
            "classes, rows cut",
            CLASS_PROBABILITIES,
            floats(4, 2, 1, 0, 0, 1, 1, 0, 0, 1),
            "[0, 1, 0] [0.0, 1.0, 0.0] [1.0, 1.0, 1.0] [1.0, 0.0, 0.0, 1.0, 1.0, 0.0] [0, 1]"),
        named(
            "class index as float",
            CLASS_INDEX,
            List.of("a", "b", "c"),
            floats(2, 1, 2, 7),
            "[c, 7] [] [] [] []"),
        rule("scores", SCORES, floats(2, 1, 12.5f, -3), "[null, null] [12.5, -3.0] [] [] []"),
        rule(
            "several scores a row",
            SCORES,
            floats(1, 3, 1, 2, 3),
            "[null] [1.0, 2.0, 3.0] [] [] []"),
        rule(
            "unknown: ZipMap of scikit-learn",
            UNKNOWN,
            zipMap(new long[] {1, 0}, new String[] {"0", "1"}, .25f, .75f, .875f, .125f),
            "[1, 0] [0.75, 0.125] [0.75, 0.875] [0.25, 0.75, 0.875, 0.125] [0, 1]"),
        named(
            "unknown: ZipMap whose classes the model names",
            UNKNOWN,
            List.of("cat", "dog"),
            zipMap(new long[] {7}, new String[] {"3", "7"}, .25f, .75f),
            "[dog] [0.75] [0.75] [0.25, 0.75] [cat, dog]"),
        rule(
            "unknown: text labels with probabilities",
            UNKNOWN,
            both(texts("yes"), floats(1, 2, .25f, .75f)),
            "[yes] [0.75] [0.75] [0.25, 0.75] [0, 1]"),
        rule(
            "unknown: rows that sum to one",
            UNKNOWN,
            floats(2, 3, .5f, .25f, .25f, 0, 1, 0),
            "[0, 1] [] [0.5, 1.0] [0.5, 0.25, 0.25, 0.0, 1.0, 0.0] [0, 1, 2]"),
        rule(
            "unknown: rows that do not",
            UNKNOWN,
            floats(1, 3, .5f, .5f, .5f),
            "[null] [0.5, 0.5, 0.5] [] [] []"),
        rule(
            "unknown: one number a row",
            UNKNOWN,
            floats(2, 1, .5f, .25f),
            "[null, null] [0.5, 0.25] [] [] []"),
        rule(
            "unknown: a vector of numbers",
            UNKNOWN,
            call ->
                call.tensor(TensorRole.OUTPUT, "y", DataType.FP64, new long[] {2})
                    .doubles(new double[] {4, 5})
                    .close(),
            "[null, null] [4.0, 5.0] [] [] []"),
        rule("unknown: labels alone", UNKNOWN, texts("a", "b"), "[a, b] [] [] [] []"),
        rule(
            "unknown: label and score",
            UNKNOWN,
            both(texts("a"), floats(1, 1, 9)),
            "[a] [9.0] [] [] []"),
        rule(
            "unknown: two matrices of numbers",
            UNKNOWN,
            both(floats(1, 2, 5, 6), floats(1, 2, 7, 8)),
            "[null] [5.0, 6.0] [] [] []"),
        rule(
            "configured label and score",
            UNKNOWN,
            both(
                floats(1, 1, 99),
                call -> {
                  call.scalar(TensorRole.LABEL, "", "no");
                  call.scalar(TensorRole.SCORE, "", .25);
                }),
            "[no] [0.25] [] [] []"),
        rule(
            "configured label alone: outputs are not guessed at",
            UNKNOWN,
            both(floats(1, 1, 99), call -> call.scalar(TensorRole.LABEL, "", true)),
            "[true] [] [] [] []"),
        named(
            "configured score that is a probability",
            BINARY_PROBABILITY,
            List.of("n", "y"),
            call -> call.scalar(TensorRole.SCORE, "", .75),
            "[y] [0.75] [0.75] [] []"),
        named(
            "configured probabilities",
            UNKNOWN,
            List.of("n", "y"),
            call -> {
              call.batchSize(1);
              call.tensor(TensorRole.PROBABILITIES, "", DataType.FP64, new long[] {2})
                  .doubles(new double[] {.75, .25})
                  .close();
            },
            "[n] [0.25] [0.75] [0.75, 0.25] [n, y]"),
        named(
            "configured label with probabilities",
            UNKNOWN,
            List.of("n", "y"),
            both(
                floats(TensorRole.PROBABILITIES, 1, 2, .75f, .25f),
                call -> call.scalar(TensorRole.LABEL, "", "y")),
            "[y] [0.25] [0.75] [0.75, 0.25] [n, y]"),
        rule(
            "configured score that is text",
            UNKNOWN,
            call -> call.scalar(TensorRole.SCORE, "", "high"),
            "[] [] [] [] []"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void outputsAreRead(Rule rule) {
    ModelRef model = ModelRef.of("any", "m").withLabels(rule.modelLabels());
    Inference inference =
        calls.call(
            model,
            call -> {
              call.outputKind(rule.kind());
              rule.outputs().accept(call);
            });

    assertThat(text(Prediction.of(inference))).isEqualTo(rule.read());
  }

  private static String text(Prediction prediction) {
    List<String> labels = new ArrayList<>();
    List<Double> confidences = new ArrayList<>();
    for (int row = 0; row < prediction.rows(); row++) {
      labels.add(String.valueOf(prediction.label(row)));
      confidences.add(prediction.confidence(row));
    }
    boolean unsure = prediction.probabilities().length == 0 && !prediction.hasConfidences();
    return labels
        + " "
        + Arrays.toString(prediction.scores())
        + " "
        + (unsure ? "[]" : confidences.toString())
        + " "
        + Arrays.toString(prediction.probabilities())
        + " "
        + prediction.classes();
  }

  private static Rule rule(
      String name, OutputKind kind, Consumer<InFlightInference> outputs, String read) {
    return new Rule(name, kind, List.of(), outputs, read);
  }

  private static Rule named(
      String name,
      OutputKind kind,
      List<String> labels,
      Consumer<InFlightInference> outputs,
      String read) {
    return new Rule(name, kind, labels, outputs, read);
  }

  private static Consumer<InFlightInference> floats(long rows, long columns, float... values) {
    return floats(TensorRole.OUTPUT, rows, columns, values);
  }

  private static Consumer<InFlightInference> floats(
      TensorRole role, long rows, long columns, float... values) {
    return call -> Calls.floats(call, role, "y", rows, columns, values);
  }

  private static Consumer<InFlightInference> texts(String... values) {
    return call -> Calls.texts(call, TensorRole.OUTPUT, "label", values);
  }

  private static Consumer<InFlightInference> zipMap(
      long[] labels, String[] classes, float... probabilities) {
    return call -> {
      Calls.longs(call, TensorRole.OUTPUT, "output_label", labels);
      Calls.floats(
          call,
          TensorRole.OUTPUT,
          "output_probability",
          labels.length,
          classes.length,
          probabilities);
      Calls.texts(call, TensorRole.CLASSES, "", classes);
    };
  }

  private static Consumer<InFlightInference> both(
      Consumer<InFlightInference> first, Consumer<InFlightInference> second) {
    return first.andThen(second);
  }
}
