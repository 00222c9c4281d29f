package io.plumbline.telemetry;

import static io.plumbline.telemetry.InferenceAttributes.MODEL_NAME;
import static io.plumbline.telemetry.InferenceAttributes.SERVICE_NAME;

import java.util.List;

/** What objectives.yml records, which the platform team writes by hand. */
final class Objectives {
  /** Of all inferences, the share that answers without an error. */
  static final PrometheusSeries AVAILABILITY = ofModels("plumbline:objective_availability:ratio");

  /** Of all inferences, the share that is fast enough. */
  static final PrometheusSeries LATENCY = ofModels("plumbline:objective_latency:ratio");

  /** How fast that is. */
  static final PrometheusSeries LATENCY_BOUNDARY = ofModels("plumbline:objective_latency:seconds");

  /** As {@code spool.max_size} of the servers. */
  static final PrometheusSeries SPOOL_MAX_SIZE =
      PrometheusSeries.promised("plumbline:spool_max_size:bytes");

  private Objectives() {}

  /** Those that each model can have of its own. */
  static List<PrometheusSeries> ofModels() {
    return List.of(AVAILABILITY, LATENCY, LATENCY_BOUNDARY);
  }

  /** With both names it is that model's, without them it is for all that have none of their own. */
  private static PrometheusSeries ofModels(String name) {
    return PrometheusSeries.promised(name, SERVICE_NAME, MODEL_NAME);
  }
}
