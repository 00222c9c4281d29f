package io.plumbline.discover;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plumbline.yaml to start from: an entry for each method that is called, with what is guessed.
 */
final class StartingPoint {
  private static final int MAX_ENTRIES = 10;
  private static final int MAX_NAMES = 20;

  private final StringBuilder yaml = new StringBuilder();

  private StartingPoint() {}

  /**
   * @param found in order
   */
  static String of(List<Found> found, List<String> captured) {
    StartingPoint point = new StartingPoint();
    point.write(found, captured);
    return point.yaml.toString();
  }

  private void write(List<Found> found, List<String> captured) {
    line(
        "# Written by: java -jar plumbline.jar discover. What is guessed says so; please read it.");
    line("# It is tried without a restart:  java -jar plumbline.jar attach PID --config THIS_FILE");
    line("#");
    line("# service: {name: my-service}");
    line("# export: {endpoint: \"http://localhost:4318\"}");
    if (!captured.isEmpty()) {
      line("#");
      line("# Captured without an entry: " + String.join(", ", captured) + ".");
    }
    List<Found> called = found.stream().filter(Found::isOutermost).limit(MAX_ENTRIES).toList();
    if (called.isEmpty()) {
      line("#");
      line("# No method was called that looks like inference. Was there load? Candidates were:");
      found.stream().limit(MAX_ENTRIES).forEach(each -> line("#   " + signature(each)));
      line("methods: []");
      return;
    }
    line("methods:");
    called.forEach(this::entry);
  }

  private static String signature(Found found) {
    return found.candidate().signature().replace("→", "->");
  }

  private void entry(Found found) {
    Candidate candidate = found.candidate();
    line(String.format(Locale.ROOT, "  # %s, %.1f calls/s", signature(found), found.perSecond()));
    line("  - class: " + quoted(candidate.type()));
    String overload = candidate.isOverloaded() ? candidate.parameters() : "";
    line("    method: " + quoted(candidate.method().getName() + overload));
    model(candidate);
    features(found);
    prediction(found);
  }

  private void model(Candidate candidate) {
    String name = candidate.method().getDeclaringClass().getSimpleName();
    String model = String.join("-", Words.of(name.isEmpty() ? "model" : name));
    String version = PathGuess.version(candidate);
    line(
        "    model: {name: "
            + quoted(model)
            + (version == null ? "" : ", version: " + version)
            + "}  # guessed from the class");
  }

  private void features(Found found) {
    Candidate candidate = found.candidate();
    Map<String, String> scalars = PathGuess.scalarFeatures(candidate);
    String whole = PathGuess.features(candidate);
    if (scalars.size() > 1) {
      line(
          "    features: {"
              + scalars.entrySet().stream()
                  .map(each -> quoted(each.getKey()) + ": " + each.getValue())
                  .collect(Collectors.joining(", "))
              + "}");
    } else if (whole != null) {
      line("    features: " + whole + comment(names(found, whole)));
    } else if (candidate.method().getParameterCount() > 0) {
      line("    features: arg0  # a guess: no argument looks like features");
    }
  }

  private static List<String> names(Found found, String features) {
    List<String> components = PathGuess.components(found.candidate(), features);
    return components.isEmpty() ? found.input().keys() : components;
  }

  private static String comment(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String some = names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
    return "  # has "
        + some.replaceAll("\\p{Cntrl}", " ")
        + (names.size() > MAX_NAMES ? ", …" : "");
  }

  private void prediction(Found found) {
    Map<String, String> paths = PathGuess.prediction(found);
    if (paths.isEmpty()) {
      line("    # prediction: the whole result is the output. With a path it has a meaning:");
      line("    # prediction: {label: return.…, score: return.…, probabilities: return.…}");
    } else {
      line(
          "    prediction: {"
              + paths.entrySet().stream()
                  .map(each -> each.getKey() + ": " + each.getValue())
                  .collect(Collectors.joining(", "))
              + "}  # guessed from "
              + found.candidate().method().getReturnType().getSimpleName());
    }
  }

  /** Where YAML would see more in it than a text. */
  private static String quoted(@Nullable String text) {
    String plain = String.valueOf(text);
    return plain.matches("[A-Za-z_$][A-Za-z0-9_$.-]*") ? plain : "\"" + plain + "\"";
  }

  private void line(String text) {
    yaml.append(text).append('\n');
  }
}
