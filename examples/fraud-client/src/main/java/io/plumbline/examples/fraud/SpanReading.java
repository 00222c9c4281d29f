package io.plumbline.examples.fraud;

import static io.plumbline.examples.fraud.ObservedCall.canonical;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a call out of the attributes of its span. */
final class SpanReading {
  private static final String INPUT = "ml.input.";
  private static final String NAMES = "ml.input.names";

  private final Span span;

  private SpanReading(Span span) {
    this.span = span;
  }

  static ObservedCall call(Span span) {
    return new SpanReading(span).call();
  }

  private ObservedCall call() {
    String error = span.text("error.type");
    List<Map<String, String>> features = features();
    return new ObservedCall(
        String.valueOf(span.text("ml.model.name")),
        String.valueOf(span.text("ml.model.version")),
        span.attributes().get("ml.batch.size") instanceof Long rows ? rows : -1,
        error == null ? features : ObservedCall.anonymous(features),
        labels(),
        probabilities(),
        error);
  }

  private List<Map<String, String>> features() {
    if (span.attributes().containsKey(NAMES)) {
      return rows(span.list(NAMES), span.list("ml.input.values"));
    }
    Map<String, String> row = new TreeMap<>();
    span.attributes()
        .forEach(
            (key, value) -> {
              if (key.startsWith(INPUT)) {
                put(row, key.substring(INPUT.length()), value);
              }
            });
    return List.of(row);
  }

  /** Row-major values under the names of their columns. */
  private static List<Map<String, String>> rows(List<?> names, List<?> values) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int column = i % names.size();
      if (column == 0) {
        rows.add(new TreeMap<>());
      }
      put(rows.get(rows.size() - 1), names.get(column).toString(), values.get(i));
    }
    return rows;
  }

  private static void put(Map<String, String> row, String name, @Nullable Object value) {
    String canonical = canonical(value);
    if (canonical != null) {
      row.put(name, canonical);
    }
  }

  private List<String> labels() {
    if (span.attributes().containsKey("ml.prediction.labels")) {
      return span.list("ml.prediction.labels").stream().map(Object::toString).toList();
    }
    String label = span.text("ml.prediction.label");
    return label == null ? List.of() : List.of(label);
  }

  private List<Map<String, String>> probabilities() {
    List<?> classes = span.list("ml.prediction.classes");
    if (!classes.isEmpty()) {
      return rows(classes, span.list("ml.prediction.probabilities")).stream()
          .map(ObservedCall::withoutComplement)
          .toList();
    }
    if (span.attributes().containsKey("ml.prediction.scores")) {
      return rows(List.of("1"), span.list("ml.prediction.scores"));
    }
    Object score = span.attributes().get("ml.prediction.score");
    return score == null ? List.of() : rows(List.of("1"), List.of(score));
  }
}
