package io.plumbline.status;

import java.util.Map;

/** {@code io.plumbline:type=Agent}: the facts of {@code status.json}, as of its last interval. */
public interface AgentMXBean {
  /** {@code waiting}: nothing is woven yet; {@code running}. */
  String getState();

  String getVersion();

  /** What to do, the most useful first. */
  String[] getHints();

  /** Inferences that were made. */
  long getInferences();

  /** Those that are in the metrics. */
  long getCounted();

  /** Those that never will be, by reason. */
  Map<String, Long> getDropped();

  long getSpoolBytes();

  /** Age of the oldest inference that is not delivered. */
  double getSpoolLagSeconds();

  /** Each signal, and what its receiver said last. */
  Map<String, String> getReceivers();

  /** The whole document, as JSON. */
  String getStatus();
}
