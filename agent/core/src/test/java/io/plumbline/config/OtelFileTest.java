package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.SignalConfig.Compression;
import io.plumbline.config.SignalConfig.Protocol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenTelemetry's declarative configuration in the place of its variables. */
class OtelFileTest {
  private static final String WHOLE =
      """
      file_format: "1.1"
      resource:
        attributes:
          - {name: service.name, value: fraud}
          - {name: replicas, value: 3, type: int}
        attributes_list: "team=risk,replicas=9,place=caf%C3%A9"
      tracer_provider:
        processors:
          - batch:
              exporter:
                otlp_grpc:
                  endpoint: https://traces:4317
                  tls: {ca_file: /ca.pem, cert_file: /c.pem, key_file: /k.pem}
                  headers: [{name: api-key, value: first}]
                  headers_list: "api-key=second,tenant=7"
                  timeout: 2500
                  compression: gzip
        sampler: {parent_based: {root: {trace_id_ratio_based: {ratio: 0.25}}}}
      meter_provider:
        readers:
          - periodic:
              interval: 15000
              exporter: {otlp_http: {endpoint: "http://metrics:4318/v1/metrics"}}
      """;

  private static final String TRACES =
      "tracer_provider: {processors: [{batch: {exporter: {otlp_http: {endpoint: http://t/v1}}}}]}\n";
  private static final String METRICS =
      "meter_provider: {readers: [{periodic: {exporter: {otlp_http: {endpoint: http://m/v1}}}}]}\n";

  @Test
  void saysResourceExportersSamplerAndInterval() {
    AgentConfig config = Settings.none().otelFile(WHOLE).load();

    assertThat(config.service().name()).isEqualTo("fraud");
    assertThat(config.service().attributes())
        .containsOnly(
            Map.entry("replicas", "3"), Map.entry("team", "risk"), Map.entry("place", "café"));
    SignalConfig traces = config.export().traces();
    assertThat(traces.endpoint()).isEqualTo(URI.create("https://traces:4317"));
    assertThat(traces.protocol()).isEqualTo(Protocol.GRPC);
    assertThat(traces.headers())
        .containsOnly(Map.entry("api-key", "first"), Map.entry("tenant", "7"));
    assertThat(traces.timeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(traces.compression()).isEqualTo(Compression.GZIP);
    assertThat(traces.tls())
        .isEqualTo(new TlsConfig(Path.of("/ca.pem"), Path.of("/c.pem"), Path.of("/k.pem")));
    assertThat(config.export().metrics().endpoint())
        .isEqualTo(URI.create("http://metrics:4318/v1/metrics"));
    assertThat(config.export().metrics().headers()).isEmpty();
    assertThat(config.export().metricInterval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.sampling()).isEqualTo(new SamplingConfig(true, 0.25, true, null, null));
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void disabledSwitchesOff() {
    assertThat(Settings.none().otelFile("file_format: '1.0'\ndisabled: true").load().enabled())
        .isFalse();
    assertThat(
            Settings.none()
                .otelFile("file_format: '1.0'\ndisabled: ${OTEL_SDK_DISABLED:-false}")
                .load()
                .enabled())
        .isTrue();
  }

  @Test
  void variablesCountOnlyWhereTheFileAsksForThem() {
    AgentConfig config =
        Settings.none()
            .otelFile(
                """
                file_format: "1.0"
                resource:
                  attributes_list: ${OTEL_RESOURCE_ATTRIBUTES}
                tracer_provider:
                  processors:
                    - simple:
                        exporter:
                          otlp_http:
                            endpoint: ${OTEL_EXPORTER_OTLP_ENDPOINT:-http://localhost:4318}/v1/traces
                """
                    + METRICS)
            .env("OTEL_RESOURCE_ATTRIBUTES", "team=risk")
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318")
            .env("OTEL_SERVICE_NAME", "ignored")
            .env("OTEL_TRACES_EXPORTER", "none")
            .property("otel.traces.sampler", "always_off")
            .load();

    assertThat(config.service().attributes()).containsOnly(Map.entry("team", "risk"));
    assertThat(config.export().traces().endpoint())
        .isEqualTo(URI.create("http://collector:4318/v1/traces"));
    assertThat(config.service().name()).isEqualTo("unknown_service:java");
    assertThat(config.sampling().ratio()).isEqualTo(1);
    assertThat(config.warnings())
        .containsExactly(
            "OTEL_SERVICE_NAME, OTEL_TRACES_EXPORTER, -Dotel.traces.sampler have no effect:"
                + " OTEL_CONFIG_FILE takes the place of all such settings");
  }

  @ParameterizedTest
  @ValueSource(strings = {"detection", "detection/development"})
  void detectorOfTheServiceAsksForItsVariable(String key) {
    AgentConfig config =
        Settings.none()
            .otelFile(
                "file_format: '1.0'\nresource: {"
                    + key
                    + ": {detectors: [{service: }]}}\n"
                    + TRACES
                    + METRICS)
            .env("OTEL_SERVICE_NAME", "detected")
            .load();

    assertThat(config.service().name()).isEqualTo("detected");
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void oursMayStandBelowDistribution() {
    AgentConfig config =
        Settings.none()
            .otelFile(
                "file_format: '1.0'\n"
                    + TRACES
                    + METRICS
                    + """
                    distribution:
                      other: {anything: [1, 2]}
                      plumbline:
                        spool: {max_size: 1GiB}
                        sampling: {keep: {slower_than: 250ms}}
                        models: [{name: fraud}]
                    """)
            .load();

    assertThat(config.spool().maxSizeBytes()).isEqualTo(1L << 30);
    assertThat(config.sampling().keepSlowerThan()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.models()).hasSize(1);
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void unknownKeyOfOursIsAnErrorWithItsPlace() {
    assertThat(
            Settings.none()
                .otelFile("file_format: '1.0'\ndistribution:\n  plumbline: {spol: {}}")
                .refusal())
        .isEqualTo("otel.yaml:3:15: unknown key distribution.plumbline.spol; did you mean spool?");
  }

  @Test
  void fileOfOursBesideItWinsKeyByKeyAndSaysSo() {
    AgentConfig config =
        Settings.yaml("export: {traces: {endpoint: 'http://own:1/v1'}}\nspool: {max_size: 2GiB}")
            .otelFile(
                "file_format: '1.0'\n"
                    + TRACES
                    + METRICS
                    + "distribution: {plumbline: {spool: {max_size: 1GiB, max_age: 1h}}}")
            .load();

    assertThat(config.export().traces().endpoint()).isEqualTo(URI.create("http://own:1/v1"));
    assertThat(config.export().metrics().endpoint()).isEqualTo(URI.create("http://m/v1"));
    assertThat(config.spool().maxSizeBytes()).isEqualTo(2L << 30);
    assertThat(config.spool().maxAge()).isEqualTo(Duration.ofHours(1));
    assertThat(config.warnings())
        .containsExactly(
            "tracer_provider.processors[0].batch.exporter.otlp_http.endpoint (otel.yaml:2:74) is"
                + " overruled by export.traces.endpoint (plumbline.yaml:1:29)",
            "distribution.plumbline.spool.max_size (otel.yaml:4:46) is overruled by"
                + " spool.max_size (plumbline.yaml:2:19)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{always_on: }                                          | false | 1",
        "{always_off: {}}                                       | false | 0",
        "{trace_id_ratio_based: {ratio: 0.5}}                   | false | 0.5",
        "{trace_id_ratio_based: }                               | false | 1",
        "{probability/development: {ratio: 0.5}}                | false | 0.5",
        "{parent_based: }                                       | true  | 1",
        "{parent_based: {root: {always_off: }}}                 | true  | 0",
        "{parent_based: {root: {always_on: }, remote_parent_sampled: {always_on: }}} | true | 1"
      })
  void samplerIsTheSame(String sampler, boolean followsParent, double ratio) {
    AgentConfig config = Settings.none().otelFile(withSampler(sampler)).load();

    assertThat(config.sampling())
        .isEqualTo(new SamplingConfig(followsParent, ratio, true, null, null));
    assertThat(config.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{jaeger_remote/development: {endpoint: x}}",
        "{parent_based: {local_parent_not_sampled: {always_on: }}}",
        "{parent_based: {root: {parent_based: }}}"
      })
  void samplerThatWeHaveNotIsAWarning(String sampler) {
    AgentConfig config = Settings.none().otelFile(withSampler(sampler)).load();

    assertThat(config.sampling()).isEqualTo(new SamplingConfig(true, 1, true, null, null));
    assertThat(config.warnings())
        .containsExactly(
            "otel.yaml:3:12: tracer_provider.sampler is no sampler that Plumbline has; it uses"
                + " parentbased_always_on");
  }

  private static String withSampler(String sampler) {
    return """
        file_format: "1.0"
        tracer_provider:
          sampler: %s
          processors: [{batch: {exporter: {otlp_http: }}}]
        """
            .formatted(sampler)
        + METRICS;
  }

  @Test
  void whatWeCannotDoIsAWarningAndNeverSwitchesOff() {
    AgentConfig config =
        Settings.none()
            .otelFile(
                """
                file_format: "1.2"
                log_level: debug
                attribute_limits: {attribute_count_limit: 1}
                propagator: {composite: [{tracecontext: }]}
                logger_provider: {processors: [{simple: {exporter: {console: }}}]}
                tracer_provider:
                  processors:
                    - simple: {exporter: {console: }}
                    - vendor: {a: b}
                    - batch:
                        schedule_delay: 1
                        exporter: {otlp_http: {endpoint: "http://t/v1", encoding: json, timeout: 0}}
                    - batch: {exporter: {otlp_grpc: {endpoint: "http://second:4317"}}}
                meter_provider:
                  views: []
                  readers:
                    - pull: {exporter: {prometheus/development: {port: 9464}}}
                    - periodic:
                        exporter:
                          otlp_http:
                            endpoint: http://m/v1
                            temporality_preference: delta
                """)
            .load();

    assertThat(config.enabled()).isTrue();
    assertThat(config.export().traces().endpoint()).isEqualTo(URI.create("http://t/v1"));
    assertThat(config.export().traces().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.export().metrics().endpoint()).isEqualTo(URI.create("http://m/v1"));
    assertThat(config.warnings())
        .satisfiesExactlyInAnyOrder(
            contains(
                "processors[0].simple.exporter.console is left out: Plumbline sends over OTLP"),
            contains("processors[1].vendor is nothing that Plumbline has; it is left out"),
            contains(
                "processors[2].batch.exporter.otlp_http.encoding=json: Plumbline sends protobuf"),
            contains("otlp_http.timeout=0 is not allowed; it must be above 0; it is ignored"),
            contains(
                "processors[3].batch.exporter.otlp_grpc is left out: Plumbline sends to the first"),
            contains("readers[0].pull is nothing that Plumbline has; it is left out"),
            contains("temporality_preference=delta: refused: Plumbline's metrics are cumulative"),
            contains(
                "otel.yaml: Plumbline does nothing with log_level, attribute_limits, propagator,"
                    + " logger_provider, tracer_provider.processors[2].batch.schedule_delay,"
                    + " meter_provider.views"));
  }

  private static org.assertj.core.api.ThrowingConsumer<String> contains(String part) {
    return warning -> assertThat(warning).contains(part);
  }

  @Test
  void signalWithoutAReceiverIsSentAllTheSameAndSaysSo() {
    AgentConfig config = Settings.none().otelFile("file_format: '1.0'\n" + METRICS).load();

    assertThat(config.export().traces().endpoint())
        .isEqualTo(URI.create("http://localhost:4318/v1/traces"));
    assertThat(config.warnings())
        .containsExactly(
            "OTEL_CONFIG_FILE names no receiver of spans over OTLP: Plumbline sends them to"
                + " export.endpoint all the same; to switch it off set plumbline.enabled=false");
  }

  @Test
  void receiverForGrpcMayStandWithoutItsScheme() {
    String file =
        """
        file_format: "1.0"
        tracer_provider:
          processors:
            - batch: {exporter: {otlp_grpc: {endpoint: "t:4317", tls: {insecure: true}}}}
        meter_provider:
          readers:
            - periodic: {exporter: {otlp_grpc: {endpoint: "m:4317"}}}
        """;

    ExportConfig export = Settings.none().otelFile(file).load().export();

    assertThat(export.traces().endpoint()).isEqualTo(URI.create("http://t:4317"));
    assertThat(export.metrics().endpoint()).isEqualTo(URI.create("https://m:4317"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "disabled: false       | otel.yaml:1:1: the key file_format is missing",
        "file_format: '0.4'    | otel.yaml:1:14: file_format=0.4 is not known here; use 1.x",
        "'file_format: [1'     | otel.yaml:1:",
        "resource: ${A:?b}     | otel.yaml:1:11: resource has ${A:?b}, which is no reference"
      })
  void fileThatCannotBeReadSwitchesOffSinceDataWouldGoElsewhere(String yaml, String problem) {
    assertThat(Settings.none().otelFile(yaml).refusal()).startsWith(problem);
  }

  @Test
  void fileThatCannotBeReadIsPassedOverWhereOurOwnSettingsSayWhereDataGoes() {
    AgentConfig config =
        Settings.yaml("export: {endpoint: 'http://own:4318'}")
            .otelFile("file_format: '0.4'")
            .env("OTEL_SERVICE_NAME", "by-variable")
            .load();

    assertThat(config.export().traces().endpoint())
        .isEqualTo(URI.create("http://own:4318/v1/traces"));
    assertThat(config.service().name()).isEqualTo("by-variable");
    assertThat(config.warnings())
        .containsExactly(
            "otel.yaml:1:14: file_format=0.4 is not known here; use 1.x; OTEL_CONFIG_FILE is"
                + " ignored");
  }

  @Test
  void wrongReceiverAndHeadersSwitchOffWithoutRepeatingKeys() {
    assertThat(Settings.none().otelFile(withExporter("{endpoint: collector}")).refusal())
        .startsWith("otel.yaml:2:74: tracer_provider.processors[0].batch.exporter.otlp_http")
        .contains("endpoint=collector is not an endpoint");
    assertThat(Settings.none().otelFile(withExporter("{headers_list: s3cret}")).refusal())
        .contains("headers_list is not a list such as a=1,b=2")
        .doesNotContain("s3cret");
  }

  private static String withExporter(String exporter) {
    return "file_format: '1.0'\ntracer_provider: {processors: [{batch: {exporter: {otlp_http: "
        + exporter
        + "}}}]}\n"
        + METRICS;
  }

  @Test
  void attributeThatIsAListIsLeftOut() {
    AgentConfig config =
        Settings.none()
            .otelFile(
                "file_format: '1.0'\nresource: {attributes: [{name: a, value: [1, 2]}]}\n"
                    + TRACES
                    + METRICS)
            .load();

    assertThat(config.service().attributes()).isEmpty();
    assertThat(config.warnings())
        .isEqualTo(
            List.of(
                "otel.yaml:2:42: resource.attributes[0].value is no single value; the attribute is"
                    + " left out"));
  }

  @Test
  void fileIsTheOneThatPropertyOrVariableNames() {
    Map<String, String> property = Map.of("otel.config.file", "/nowhere/property.yaml");
    Map<String, String> variable = Map.of("OTEL_CONFIG_FILE", "/nowhere/variable.yaml");

    assertThat(nameOf(ConfigSources.of(null, property, variable)))
        .isEqualTo("/nowhere/property.yaml");
    assertThat(nameOf(ConfigSources.of(null, Map.of(), variable)))
        .isEqualTo("/nowhere/variable.yaml");
    assertThat(ConfigSources.of(null, Map.of(), Map.of("OTEL_CONFIG_FILE", " ")).otelFile())
        .isNull();
  }

  private static String nameOf(ConfigSources sources) {
    return java.util.Objects.requireNonNull(sources.otelFile()).name();
  }
}
