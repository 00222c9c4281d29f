package io.plumbline.examples.fraud;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What arrived, held against what the server's answer log says. */
final class Comparison {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String DURATION = "ml.inference.duration";
  private static final int SHOWN = 3;

  private final Telemetry telemetry;
  private final List<ObservedCall> answered;
  private final List<ObservedCall> missing;
  private final List<ObservedCall> unexpected;

  Comparison(Telemetry telemetry, List<ObservedCall> answered) {
    this.telemetry = telemetry;
    this.answered = answered;
    List<ObservedCall> arrived = telemetry.inferences().stream().map(SpanReading::call).toList();
    missing = without(answered, arrived);
    unexpected = without(arrived, answered);
  }

  /** Gives the telemetry time to arrive. */
  static Comparison await(Path telemetry, Path answers, Duration limit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Comparison comparison = new Comparison(OtlpJson.read(telemetry), AnswerReading.read(answers));
      if (comparison.isComplete() || System.nanoTime() > deadline) {
        return comparison;
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  private boolean isComplete() {
    return missing.isEmpty() && counts().stream().allMatch(Count::isEqual);
  }

  Telemetry telemetry() {
    return telemetry;
  }

  /** Those of the first that have no equal in the second, each equal serving once. */
  private static List<ObservedCall> without(List<ObservedCall> first, List<ObservedCall> second) {
    List<ObservedCall> rest = new ArrayList<>(first);
    second.forEach(rest::remove);
    return rest;
  }

  boolean printTo(PrintStream out) {
    out.println("What arrived, and what the server's own log says it answered");
    out.printf("  %-4s %-50s %7s  %8s%n", "", "", "arrived", "answered");
    List<Count> counts = counts();
    counts.forEach(out::println);
    explain(out, "answered, but no span tells the same", missing);
    explain(out, "a span tells it, but not the answer log", unexpected);
    boolean equal =
        !answered.isEmpty()
            && missing.isEmpty()
            && unexpected.isEmpty()
            && counts.stream().allMatch(Count::isEqual);
    out.println(equal ? "  EQUAL" : "  NOT EQUAL");
    return equal;
  }

  private static void explain(PrintStream out, String what, List<ObservedCall> calls) {
    if (!calls.isEmpty()) {
      out.printf("  %d × %s:%n", calls.size(), what);
      calls.stream().limit(SHOWN).forEach(call -> out.println("      " + call));
    }
  }

  private List<Count> counts() {
    List<Count> counts = new ArrayList<>();
    long errors = answered.stream().filter(call -> call.error() != null).count();
    long same = (long) answered.size() - missing.size();
    counts.add(new Count("spans", telemetry.inferences().size(), answered.size()));
    counts.add(new Count("spans with equal values", same, answered.size()));
    counts.add(
        new Count(
            "spans that are errors",
            telemetry.inferences().stream().filter(span -> span.error() != null).count(),
            errors));
    counts.add(new Count("plumbline.inferences", count("plumbline.inferences"), answered.size()));
    counts.add(new Count("plumbline.dropped", count("plumbline.dropped"), 0));
    counts.add(
        new Count(
            DURATION + " of errors",
            telemetry.count(DURATION, attributes -> attributes.containsKey("error.type")),
            errors));
    callsByModel().forEach((model, calls) -> counts.add(ofModel(DURATION, model, calls)));
    labels().forEach((label, rows) -> counts.add(ofLabel(label, rows)));
    return counts;
  }

  private long count(String metric) {
    return telemetry.count(metric, attributes -> true);
  }

  private Map<String, Long> callsByModel() {
    Map<String, Long> calls = new TreeMap<>();
    answered.forEach(call -> calls.merge(call.model(), 1L, Long::sum));
    return calls;
  }

  private Count ofModel(String metric, String model, long calls) {
    return new Count(
        metric + " of " + model, telemetry.count(metric, is("ml.model.name", model)), calls);
  }

  private record Label(String model, String label) {}

  private Map<Label, Long> labels() {
    Map<Label, Long> rows =
        new TreeMap<>(java.util.Comparator.comparing(Label::model).thenComparing(Label::label));
    for (ObservedCall call : answered) {
      call.labels().forEach(label -> rows.merge(new Label(call.model(), label), 1L, Long::sum));
    }
    return rows;
  }

  private Count ofLabel(Label label, long rows) {
    Predicate<Map<String, Object>> fits =
        is("ml.model.name", label.model).and(is("ml.prediction.label", label.label));
    return new Count(
        "ml.prediction.count of " + label.model + " " + label.label,
        telemetry.count("ml.prediction.count", fits),
        rows);
  }

  private static Predicate<Map<String, Object>> is(String attribute, String value) {
    return attributes -> value.equals(attributes.get(attribute));
  }

  private record Count(String what, long arrived, long answered) {
    boolean isEqual() {
      return arrived == answered;
    }

    @Override
    public String toString() {
      return "  %-4s %-50s %7d  %8d".formatted(isEqual() ? "ok" : "NOT", what, arrived, answered);
    }
  }
}
