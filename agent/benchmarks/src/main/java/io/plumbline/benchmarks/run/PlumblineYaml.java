package io.plumbline.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a user would write about the hosts of {@code com.acme.scoring}. */
final class PlumblineYaml {
  /** Without the bounds of what it may cost: it must not capture less where it costs more. */
  private static final String TEXT =
      """
      # All values of every call, at any load: it is their cost that is measured.
      overhead: {max_cpu: 99999%, max_call: 1h, relay_cpu: 100%}
      methods:
        - class: com.acme.scoring.ArrayScorer
          method: predict
          model: {name: fraud, version: "1"}
          prediction: {probabilities: return}
        - class: com.acme.scoring.RecordScorer
          method: predict
          model: {name: fraud, version: "1"}
          prediction: {label: return.label, score: return.fraud}
        - class: com.acme.scoring.MapScorer
          method: predict
          model: {name: fraud, version: "1"}
          prediction: {probabilities: return}
      """;

  private PlumblineYaml() {}

  static void write(Path file) throws IOException {
    Files.writeString(file, TEXT);
  }
}
