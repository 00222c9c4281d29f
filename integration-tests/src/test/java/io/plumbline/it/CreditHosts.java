package io.plumbline.it;

import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpTarget;
import io.plumbline.it.harness.RealPrometheus;

/** Hosts that make credit decisions of every kind: {@code io.plumbline.it.host.CreditScoring}. */
final class CreditHosts {
  static final String YAML =
      """
      methods:
        - class: com.acme.CreditScorer
          method: score
          model: {name: credit, version: "3"}
          features: arg0
          prediction: {label: return.label, probabilities: return.probabilities}
      """;

  private CreditHosts() {}

  static HostJvmBuilder observed(
      String service, OtlpTarget target, OtlpProtocol protocol, String... arguments) {
    Jdk oldest = Jdks.installed().findFirst().orElseThrow();
    return observed(oldest, service, target, protocol, arguments);
  }

  static HostJvmBuilder observed(
      Jdk jdk, String service, OtlpTarget target, OtlpProtocol protocol, String... arguments) {
    return ScoringHosts.observed(
        HostJvm.on(jdk)
            .flags("-Xmx256m", "-XX:TieredStopAtLevel=1")
            .testClasses()
            .main("io.plumbline.it.host.CreditScoring", arguments)
            .agent(YAML),
        service,
        target,
        protocol);
  }

  /** Waits until Prometheus has the final counts of one process that made so many calls. */
  static void awaitFinalCounts(RealPrometheus prometheus, String service, int calls) {
    String of = "{service_name=\"" + service + "\"}";
    prometheus.awaitSum("plumbline_inferences_total" + of, calls);
    prometheus.awaitSum("ml_inference_duration_seconds_count" + of, calls);
    prometheus.awaitSum(
        "ml_inference_duration_seconds_bucket{le=\"+Inf\",service_name=\"" + service + "\"}",
        calls);
    prometheus.awaitSum("ml_prediction_count_total" + of, calls * 18 / 20.0);
    prometheus.awaitSum("ml_prediction_confidence_count" + of, calls * 18 / 20.0);
    prometheus.awaitSum(
        "ml_feature_missing_total{ml_feature_name=\"age\",service_name=\"" + service + "\"}",
        calls / 20.0);
  }
}
