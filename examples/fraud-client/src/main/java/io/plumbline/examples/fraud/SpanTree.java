package io.plumbline.examples.fraud;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws one span as a tree. */
final class SpanTree {
  private static final String INPUT = "ml.input.";
  private static final String PREDICTION = "ml.prediction.";

  private final Span span;

  SpanTree(Span span) {
    this.span = span;
  }

  void printTo(PrintStream out) {
    Map<String, Map<String, Object>> branches = new LinkedHashMap<>();
    branches.put("features", named(INPUT));
    branches.put("prediction", named(PREDICTION));
    branches.put("call", rest());
    branches.put("trace", trace());
    branches.values().removeIf(Map::isEmpty);
    double millis = (span.endEpochNanos() - span.startEpochNanos()) / 1e6;
    out.printf(Locale.ROOT, "  %s: %s, %.3f ms%n", span.service(), span.name(), millis);
    List<String> names = new ArrayList<>(branches.keySet());
    for (String name : names) {
      boolean last = name.equals(names.get(names.size() - 1));
      out.println(last ? "  └─ " + name : "  ├─ " + name);
      leaves(out, last ? "     " : "  │  ", branches.getOrDefault(name, Map.of()));
    }
  }

  private static void leaves(PrintStream out, String indent, Map<String, Object> leaves) {
    int left = leaves.size();
    for (Map.Entry<String, Object> leaf : leaves.entrySet()) {
      String branch = --left == 0 ? "└─" : "├─";
      out.printf("%s%s %-24s %s%n", indent, branch, leaf.getKey(), text(leaf.getValue()));
    }
  }

  /** A float that was widened on its way is shown as the float that it was. */
  private static String text(Object value) {
    boolean wasFloat = value instanceof Double number && (double) number.floatValue() == number;
    return wasFloat ? Float.toString(((Double) value).floatValue()) : value.toString();
  }

  private Map<String, Object> named(String prefix) {
    Map<String, Object> named = new LinkedHashMap<>();
    span.attributes()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                named.put(key.substring(prefix.length()), value);
              }
            });
    return named;
  }

  private Map<String, Object> rest() {
    Map<String, Object> rest = new LinkedHashMap<>(span.attributes());
    rest.keySet().removeIf(key -> key.startsWith(INPUT) || key.startsWith(PREDICTION));
    if (span.error() != null) {
      rest.put("error", span.error());
    }
    return rest;
  }

  private Map<String, Object> trace() {
    Map<String, Object> trace = new LinkedHashMap<>();
    trace.put("trace id", span.traceId());
    trace.put("span id", span.id());
    trace.put("parent", span.parentId().isEmpty() ? "none" : span.parentId());
    return trace;
  }
}
