package io.plumbline.benchmarks.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is put into a host's JVM, as its users would put it there. */
enum Agent {
  NONE("no agent", null) {
    @Override
    List<String> flags(Path jar, Path directory, String endpoint) {
      return List.of();
    }
  },

  PLUMBLINE("Plumbline", null) {
    @Override
    List<String> flags(Path jar, Path directory, String endpoint) {
      return List.of("-javaagent:" + jar + "=" + directory.resolve("plumbline.yaml"));
    }

    @Override
    Map<String, String> environment(String endpoint) {
      return Map.of("OTEL_SERVICE_NAME", "benchmark", "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    }
  },

  OPENTELEMETRY("OpenTelemetry agent", "opentelemetry-javaagent") {
    @Override
    Map<String, String> environment(String endpoint) {
      return Map.of(
          "OTEL_SERVICE_NAME", "benchmark",
          "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint,
          "OTEL_INSTRUMENTATION_METHODS_INCLUDE", METHOD);
    }
  },

  ELASTIC("Elastic agent", "elastic-apm-agent") {
    @Override
    Map<String, String> environment(String endpoint) {
      return Map.of(
          "ELASTIC_APM_SERVICE_NAME", "benchmark",
          "ELASTIC_APM_SERVER_URL", endpoint,
          "ELASTIC_APM_CLOUD_PROVIDER", "NONE",
          "ELASTIC_APM_LOG_LEVEL", "ERROR");
    }
  },

  DATADOG("Datadog agent", "dd-java-agent") {
    @Override
    Map<String, String> environment(String endpoint) {
      return Map.of(
          "DD_SERVICE", "benchmark",
          "DD_TRACE_AGENT_URL", endpoint,
          // Not to anybody but the receiver here.
          "DD_INSTRUMENTATION_TELEMETRY_ENABLED", "false",
          "DD_CRASHTRACKING_ENABLED", "false");
    }
  };

  private static final String METHOD = "com.acme.scoring.ArrayScorer[predict]";

  final String title;
  private final @Nullable String artifact;

  Agent(String title, @Nullable String artifact) {
    this.title = title;
    this.artifact = artifact;
  }

  Path jar(Workplace workplace) {
    return artifact == null ? workplace.agentJar() : workplace.otherAgent(artifact);
  }

  List<String> flags(Path jar, Path directory, String endpoint) {
    return List.of("-javaagent:" + jar);
  }

  Map<String, String> environment(String endpoint) {
    return Map.of();
  }
}
