package io.plumbline.benchmarks.run;

import io.plumbline.benchmarks.report.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Those of {@code ScoringServer}. Each observed one has its own like without an agent. */
final class Contestants {
  private final Workplace workplace;

  Contestants(Workplace workplace) {
    this.workplace = workplace;
  }

  /** Features in an array, whoever observes. */
  List<Contestant> arrays(String endpoint) {
    return List.of(
        contestant(Named.ARRAY_ALONE, Agent.NONE, "array"),
        contestant(Named.ARRAY, Agent.PLUMBLINE, "array"),
        contestant(Named.BY_HAND, Agent.NONE, "traced", endpoint),
        contestant(Named.METHODS_INCLUDE, Agent.OPENTELEMETRY, "array"));
  }

  /** The one of {@link #arrays} that has this name. */
  Contestant array(String name, String endpoint) {
    return arrays(endpoint).stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** All ways in which Plumbline sees features. */
  List<Contestant> paths() {
    List<Contestant> contestants = new ArrayList<>();
    pair(contestants, "YAML, record", "record");
    pair(contestants, "YAML, Map", "map");
    pair(contestants, "ONNX Runtime, array", "onnx");
    pair(contestants, "ONNX Runtime, ZipMap", "onnx-zipmap");
    pair(contestants, "XGBoost, DMatrix", "xgboost");
    return contestants;
  }

  private void pair(List<Contestant> contestants, String name, String kind) {
    contestants.add(contestant(Named.ALONE + name, Agent.NONE, kind));
    contestants.add(contestant(Named.OBSERVED + name, Agent.PLUMBLINE, kind));
  }

  private Contestant contestant(String name, Agent agent, String... arguments) {
    List<String> host = new ArrayList<>(List.of("com.acme.scoring.ScoringServer"));
    host.addAll(List.of(arguments));
    return new Contestant(
        name,
        agent,
        workplace.hostClassPath(),
        List.of("-Xms256m", "-Xmx512m"),
        host,
        // One thread for XGBoost: what others spin meanwhile is not the caller's.
        Map.of("OMP_NUM_THREADS", "1"),
        agent != Agent.NONE || name.equals(Named.BY_HAND));
  }
}
