package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.LivingFolder;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OnnxFile;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.Seed;
import io.plumbline.it.harness.TemporaryFolder;
import io.plumbline.it.host.Canaries;
import io.plumbline.it.host.CanaryWay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * Thousands of secrets go through every way into a record; then every byte that the agent wrote,
 * ring, spool, log and what the receiver got, is searched for them.
 */
@Tag("privacy")
class CanaryIT {
  /** Each kind sixteen times through each way. */
  private static final int COUNT = 16 * CanaryWay.values().length * Canaries.KINDS;

  /** By SIGTERM. */
  private static final int TERMINATED = 143;

  private static final String METHODS =
      """
      methods:
        - {class: com.acme.CanaryScorer, method: map}
        - {class: com.acme.CanaryScorer, method: array}
        - {class: com.acme.CanaryScorer, method: list}
        - {class: com.acme.CanaryScorer, method: record}
        - {class: com.acme.CanaryScorer, method: bean}
        - {class: com.acme.CanaryScorer, method: labelled, prediction: {label: return.label}}
        - {class: com.acme.CanaryScorer, method: probabilities, prediction: {probabilities: return.classes}}
        - {class: com.acme.CanaryScorer, method: fail}
        - {class: com.acme.CanaryScorer, method: ofModel, model: {name: arg0}, features: {amount: arg1}}
        - {class: com.acme.CanaryScorer, method: correlated, correlation_id: arg0, features: {amount: arg1}}
      """;

  private static final TemporaryFolder MODELS = new TemporaryFolder("plumbline-models-");
  private static final Path ONNX = MODELS.path().resolve("strings.onnx");
  private static final Path XGBOOST = MODELS.path().resolve("one.json");

  private final long seed = Seed.of("CanaryIT").nextLong();
  private final List<String> canaries = Canaries.of(seed, COUNT);
  private final SecretSearch search = new SecretSearch(canaries);

  @BeforeAll
  static void makeModels() {
    new OnnxFile("strings", 1)
        .input("text", OnnxFile.STRING, 1)
        .output("same", "text", OnnxFile.STRING, 1)
        .write(ONNX);
    ScoringHosts.trainBooster(MODELS.path());
  }

  @AfterAll
  static void removeModels() {
    MODELS.close();
  }

  @OnEachJdk
  void underAnAllowListNoneIsFoundAnywhere(Jdk jdk) {
    Set<String> found =
        found(
            jdk, "safe", "redaction: {allow_list: true, rules: [{feature: amount, rule: allow}]}");

    assertThat(found).as("seed %d", seed).isEmpty();
  }

  @OnEachJdk
  void byDefaultNoneIsFoundThatADetectorKnowsAndNoValueAtAll(Jdk jdk) {
    Set<String> found = found(jdk, "safe", "");

    List<String> leaked = new ArrayList<>();
    for (int i = 0; i < canaries.size(); i++) {
      if (found.contains(canaries.get(i)) && (Canaries.isKnown(i) || way(i).isValue())) {
        leaked.add(way(i) + " " + canaries.get(i));
      }
    }
    assertThat(leaked).as("seed %d", seed).isEmpty();
  }

  /** So the search works, and each way leads into the record. */
  @OnEachJdk
  void withAllValuesAllAreFound(Jdk jdk) {
    Set<String> found = found(jdk, "all", "");

    List<String> missed = new ArrayList<>();
    for (int i = 0; i < canaries.size(); i++) {
      if (way(i).leadsIntoTheRecord() != found.contains(canaries.get(i))) {
        missed.add(way(i) + " " + canaries.get(i));
      }
    }
    assertThat(missed).as("seed %d", seed).isEmpty();
  }

  private static CanaryWay way(int index) {
    List<CanaryWay> ways = List.of(CanaryWay.values());
    return ways.get(index / Canaries.KINDS % ways.size());
  }

  /** While all of it is stored and nothing delivered, after that, and after the host's end. */
  private Set<String> found(Jdk jdk, String values, String redaction) {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      receiver.goAway();
      try (HostJvm host =
          ScoringHosts.observed(
                  ScoringHosts.withXgboost(jdk).library(OrtSession.class),
                  "canaries",
                  receiver,
                  OtlpProtocol.HTTP)
              .agent(METHODS + redaction)
              .environment("PLUMBLINE_CAPTURE_VALUES", values)
              .main(
                  "io.plumbline.it.host.CanaryScoring",
                  ONNX.toString(),
                  XGBOOST.toString(),
                  String.valueOf(seed),
                  String.valueOf(COUNT))
              .start()) {
        host.awaitOutput("all of them");
        LivingFolder written = new LivingFolder(host.directory());
        Set<String> found = new HashSet<>(search.in(written.bytes()));
        receiver.comeBack();
        receiver.awaitSpans(COUNT);
        found.addAll(search.in(written.bytes()));
        host.terminate();
        assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isEqualTo(TERMINATED);
        found.addAll(search.in(written.bytes()));
        receiver.messages().forEach(message -> found.addAll(search.in(message.toByteArray())));
        return found;
      }
    }
  }
}
