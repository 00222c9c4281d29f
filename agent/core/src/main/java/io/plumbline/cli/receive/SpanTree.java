package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One span, told in the order in which one asks: what did the model see, what did it say, how sure,
 * how long, what went wrong. Attributes it has no place for come last, so that nothing is hidden.
 */
final class SpanTree {
  private static final int MAX_ROWS = 4;
  private static final String INPUT = "ml.input.";
  private static final String NAMES = INPUT + "names";
  private static final String VALUES = INPUT + "values";
  private static final String SHAPE = INPUT + "shape";
  private static final String PREDICTION = "ml.prediction.";

  private final Message span;
  private final Map<String, Message> attributes;

  private SpanTree(Message span) {
    this.span = span;
    this.attributes = Telemetry.attributes(span);
  }

  static String of(Message span) {
    return new SpanTree(span).tree().toString();
  }

  private Tree tree() {
    String latency = Text.seconds(Telemetry.durationNanos(span) / 1e9);
    Tree tree = new Tree(Text.printable(span.string("name")), latency + errorMark());
    tree.with(features())
        .with(prediction())
        .with("confidence", take(PREDICTION + "confidence"))
        .with("latency", latency)
        .with(error())
        .with("model", joined("ml.model.name", "ml.model.version"))
        .with("framework", joined("ml.framework.name", "ml.framework.version", "ml.engine.name"))
        .with("rows", take("ml.batch.size"))
        .with("started", started())
        .with("trace", span.string("traceId") + " span " + span.string("spanId"))
        .with("parent", span.string("parentSpanId"));
    attributes.forEach((key, value) -> tree.with(key, Text.of(value)));
    return tree;
  }

  private String errorMark() {
    return Telemetry.isError(span) ? "  ERROR" : "";
  }

  private Tree features() {
    @Nullable Message names = attributes.remove(NAMES);
    @Nullable Message values = attributes.remove(VALUES);
    @Nullable Message shape = attributes.remove(SHAPE);
    Tree features = new Tree("features", shape == null ? "" : "shape " + Text.of(shape));
    if (values != null) {
      table(features, names == null ? List.of() : Text.elements(names), Text.elements(values));
    }
    for (String key : keysBelow(INPUT)) {
      features.with(key.substring(INPUT.length()), take(key));
    }
    return features;
  }

  /** Values are row-major; a row is a line, with each value under its name where there are any. */
  private static void table(Tree features, List<Message> names, List<Message> values) {
    int columns = names.isEmpty() ? values.size() : names.size();
    int rows = columns == 0 ? 0 : values.size() / columns;
    for (int row = 0; row < Math.min(rows, MAX_ROWS); row++) {
      List<Message> cells = values.subList(row * columns, (row + 1) * columns);
      features.with("row " + row, row(names, cells));
    }
    if (rows > MAX_ROWS) {
      features.with("…", (rows - MAX_ROWS) + " more rows");
    }
  }

  private static String row(List<Message> names, List<Message> cells) {
    return names.isEmpty() ? Text.list(cells) : pairs(names, cells, "=");
  }

  private static String pairs(List<Message> names, List<Message> values, String sign) {
    return IntStream.range(0, Math.min(names.size(), values.size()))
        .mapToObj(i -> Text.of(names.get(i)) + sign + Text.of(values.get(i)))
        .collect(Collectors.joining(", "));
  }

  private Tree prediction() {
    @Nullable Message classes = attributes.remove(PREDICTION + "classes");
    @Nullable Message probabilities = attributes.remove(PREDICTION + "probabilities");
    Tree prediction = new Tree("prediction", take(PREDICTION + "label"));
    prediction.with("score", take(PREDICTION + "score"));
    if (probabilities != null) {
      List<Message> shares = Text.elements(probabilities);
      List<Message> names = classes == null ? List.of() : Text.elements(classes);
      prediction.with(
          "probabilities",
          names.size() == shares.size() ? pairs(names, shares, " ") : Text.list(shares));
    }
    return prediction
        .with("labels", take(PREDICTION + "labels"))
        .with("scores", take(PREDICTION + "scores"));
  }

  private Tree error() {
    Message status = span.message("status");
    Tree error =
        new Tree("error", Telemetry.isError(span) ? joined("error.type") + said(status) : "");
    for (Message event : span.messages("events")) {
      Telemetry.attributes(event)
          .forEach(
              (key, value) -> {
                if (!key.equals("exception.stacktrace")) {
                  error.with(key, Text.of(value));
                }
              });
    }
    return error;
  }

  private static String said(Message status) {
    String message = Text.printable(status.string("message"));
    return message.isEmpty() ? " " : ": " + message;
  }

  private String started() {
    long nanos = span.number("startTimeUnixNano");
    return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000).toString();
  }

  private List<String> keysBelow(String prefix) {
    return attributes.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  private String joined(String... keys) {
    return Stream.of(keys)
        .map(this::take)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** The value, which then has found its place. */
  private String take(String key) {
    @Nullable Message value = attributes.remove(key);
    return value == null ? "" : Text.of(value);
  }
}
