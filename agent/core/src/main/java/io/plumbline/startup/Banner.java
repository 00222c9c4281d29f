package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.SignalConfig;
import io.plumbline.export.OtlpEndpoint;
import io.plumbline.status.ConfigurationFacts;
import io.plumbline.status.ProcessFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the log begins with: who, by which configuration, from where to where. */
final class Banner {
  static final int MOST_LINES = 5;

  private Banner() {}

  /**
   * @param libraries that are looked for, without the configured methods
   */
  static List<String> lines(
      AgentConfig config, ConfigurationFacts facts, ProcessFacts process, List<String> libraries) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Plumbline "
            + process.agentVersion()
            + " in process "
            + process.pid()
            + " ("
            + process.jvm()
            + ")");
    lines.add(
        "service "
            + facts.service()
            + ", configuration "
            + (facts.file() == null
                ? "by flags, environment and defaults"
                : facts.file() + " (" + facts.fingerprint() + ")"));
    lines.add(
        "looking for "
            + libraries.stream().distinct().collect(Collectors.joining(", "))
            + (config.methods().isEmpty()
                ? ""
                : "; and "
                    + config.methods().size()
                    + (config.methods().size() == 1 ? " method" : " methods")
                    + " as configured"));
    lines.add(
        "spans to "
            + way(config.export().traces())
            + ", metrics to "
            + way(config.export().metrics())
            + ", values: "
            + facts.captureValues());
    lines.add("what is it doing? java -jar plumbline.jar doctor " + process.pid());
    return lines;
  }

  private static String way(SignalConfig signal) {
    return OtlpEndpoint.shown(signal.endpoint())
        + " ("
        + signal.protocol().name().toLowerCase(Locale.ROOT)
        + ")";
  }
}
