package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each option from each source, by itself and against the next. */
class ConfigPrecedenceTest {
  static final List<ConfigOption<?>> OPTIONS = ConfigOptions.ALL;

  /** Two values that every type of option accepts at least one pair of. */
  private static final List<List<String>> SAMPLES =
      List.of(
          List.of("true", "false"),
          List.of("http://a:1", "http://b:2"),
          List.of("grpc", "http/protobuf"),
          List.of("gzip", "none"),
          List.of("mapped", "memory"),
          List.of("always_on", "always_off"),
          List.of("numbers", "all"),
          List.of("debug", "error"),
          List.of("stderr", "file"),
          List.of("10s", "20s"),
          List.of("0.25", "0.5"),
          List.of("20MiB", "30MiB"),
          List.of("5KiB", "6KiB"),
          List.of("11", "12"),
          List.of("a=1", "b=2"),
          List.of("a.B#c", "d.E#f"),
          List.of("first", "second"));

  @ParameterizedTest
  @FieldSource("OPTIONS")
  void aSourceWinsOverTheNext(ConfigOption<?> option) {
    if (option.equals(ConfigOptions.MODELS)) {
      return; // Only the file can hold them.
    }
    List<String> pair = sample(option);
    String property = option.property();
    String variable = option.environmentVariable();

    assertThat(
            read(
                option, Settings.none().property(property, pair.get(0)).env(variable, pair.get(1))))
        .isEqualTo(parsed(option, pair.get(0)));
    assertThat(read(option, yaml(option, pair.get(1)).env(variable, pair.get(0))))
        .isEqualTo(parsed(option, pair.get(0)));
    assertThat(read(option, yaml(option, pair.get(0)))).isEqualTo(parsed(option, pair.get(0)));
  }

  @ParameterizedTest
  @FieldSource("OPTIONS")
  void ownSettingsWinOverStandardOnesAndSaySo(ConfigOption<?> option) {
    OtelVariable<?> otel = option.otel();
    if (otel == null) {
      return;
    }
    List<String> pair = sample(option);
    String standard = otelText(option, pair.get(1));

    assertThat(read(option, Settings.none().env(otel.name(), standard)))
        .isEqualTo(otelParsed(option, standard));
    assertThat(
            read(option, Settings.none().property(otel.property(), standard).env(otel.name(), "x")))
        .isEqualTo(otelParsed(option, standard));
    Settings both = yaml(option, pair.get(0)).env(otel.name(), standard);
    ResolvedOptions values = new ResolvedOptions(both.sources(), ConfigOptions.ALL);
    assertThat(values.get(option)).isEqualTo(parsed(option, pair.get(0)));
    assertThat(values.warnings())
        .containsExactly(
            otel.name()
                + " is overruled by "
                + option.key()
                + " (plumbline.yaml:"
                + place(option)
                + ")");
  }

  @ParameterizedTest
  @FieldSource("OPTIONS")
  void defaultsAreOfTheirType(ConfigOption<?> option) {
    assertThat(option.defaultValue() == null).isEqualTo(option.defaultText() == null);
  }

  @Test
  void setToNothingIsNotSet() {
    AgentConfig config =
        Settings.yaml("service:\n  name:\nspool: ~\n")
            .property("plumbline.log.level", " ")
            .env("PLUMBLINE_SPOOL_MAX_SIZE", "")
            .env("OTEL_SERVICE_NAME", "")
            .load();

    assertThat(config.service().name()).isEqualTo("unknown_service:java");
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void resourceAttributesOfAllSourcesAreJoined() {
    ServiceConfig service =
        Settings.yaml("service: {attributes: {team: risk, service.version: '2'}}")
            .env("OTEL_SERVICE_NAME", "from-variable")
            .env(
                "OTEL_RESOURCE_ATTRIBUTES",
                "service.name=ignored,service.version=1,team=other,place=caf%C3%A9%2C%20Nice+1")
            .load()
            .service();

    assertThat(service.name()).isEqualTo("from-variable");
    assertThat(service.version()).isEqualTo("2");
    assertThat(new TreeMap<>(service.attributes()))
        .containsExactly(Map.entry("place", "café, Nice+1"), Map.entry("team", "risk"));
  }

  @Test
  void serviceIsNamedAfterTheJarOrMainClassThatWasStarted() {
    assertThat(nameOf("/opt/app/fraud-server.jar --password=x")).isEqualTo("fraud-server");
    assertThat(nameOf("com.acme.FraudServer serve")).isEqualTo("FraudServer");
  }

  private static String nameOf(String command) {
    return Settings.none().property("sun.java.command", command).load().service().name();
  }

  private static Object read(ConfigOption<?> option, Settings settings) {
    ResolvedOptions values = new ResolvedOptions(settings.sources(), ConfigOptions.ALL);
    return Objects.requireNonNull(values.get(option));
  }

  private static List<String> sample(ConfigOption<?> option) {
    return SAMPLES.stream()
        .filter(pair -> pair.stream().allMatch(text -> accepts(option, text)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no sample for " + option.key()));
  }

  private static boolean accepts(ConfigOption<?> option, String text) {
    try {
      parsed(option, text);
      return true;
    } catch (InvalidValueException e) {
      return false;
    }
  }

  private static Object parsed(ConfigOption<?> option, String text) {
    return option.type().read(new ConfigNode.Text(text, Origin.DEFAULT));
  }

  private static Object otelParsed(ConfigOption<?> option, String text) {
    return Objects.requireNonNull(option.otel())
        .type()
        .read(new ConfigNode.Text(text, Origin.DEFAULT));
  }

  private static String otelText(ConfigOption<?> option, String text) {
    return parsed(option, text) instanceof java.time.Duration duration
        ? String.valueOf(duration.toMillis())
        : text;
  }

  private static Settings yaml(ConfigOption<?> option, String text) {
    StringBuilder yaml = new StringBuilder();
    String indent = "";
    for (String part : option.key().split("\\.", -1)) {
      yaml.append(indent).append(part).append(":\n");
      indent += " ";
    }
    yaml.append(indent).append('"').append(text).append('"');
    return Settings.yaml(yaml.toString());
  }

  private static String place(ConfigOption<?> option) {
    long parts = Stream.of(option.key().split("\\.", -1)).count();
    return (parts + 1) + ":" + (parts + 1);
  }
}
