package io.plumbline.config;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A place where an operator can set an option; an earlier one wins. */
enum OptionSource {
  PROPERTY(ConfigSource.SYSTEM_PROPERTY) {
    @Override
    Settings set(Settings settings, ConfigOption<?> option, String text) {
      return settings.property(option.property(), text);
    }
  },
  VARIABLE(ConfigSource.ENVIRONMENT) {
    @Override
    Settings set(Settings settings, ConfigOption<?> option, String text) {
      return settings.env(option.environmentVariable(), text);
    }
  },
  FILE(ConfigSource.FILE) {
    @Override
    Settings set(Settings settings, ConfigOption<?> option, String text) {
      return settings.yamlFile(nested(option.key(), "", text));
    }
  },
  DISTRIBUTION(ConfigSource.DISTRIBUTION) {
    @Override
    Settings set(Settings settings, ConfigOption<?> option, String text) {
      return settings.otelFile(
          OTEL_HEAD + nested("distribution.plumbline." + option.key(), "", text));
    }
  },
  OTEL_FILE(ConfigSource.OTEL_FILE) {
    @Override
    boolean holds(ConfigOption<?> option) {
      return option.otel() != null && option.otel().path() != null;
    }

    @Override
    Settings set(Settings settings, ConfigOption<?> option, String text) {
      return settings.otelFile(OTEL_HEAD + declarative(option, text));
    }
  },
  OTEL_PROPERTY(ConfigSource.OTEL_PROPERTY) {
    @Override
    boolean holds(ConfigOption<?> option) {
      return option.otel() != null;
    }

    @Override
    Settings set(Settings settings, ConfigOption<?> option, String text) {
      return settings.property(Objects.requireNonNull(option.otel()).property(), text);
    }
  },
  OTEL_VARIABLE(ConfigSource.OTEL_ENVIRONMENT) {
    @Override
    boolean holds(ConfigOption<?> option) {
      return option.otel() != null;
    }

    @Override
    Settings set(Settings settings, ConfigOption<?> option, String text) {
      return settings.env(Objects.requireNonNull(option.otel()).name(), text);
    }
  };

  private static final String OTEL_HEAD = "file_format: '1.0'\n";

  private final ConfigSource source;

  OptionSource(ConfigSource source) {
    this.source = source;
  }

  ConfigSource source() {
    return source;
  }

  boolean isText() {
    return this == PROPERTY || this == VARIABLE;
  }

  /** Whether the option can be set there at all. */
  boolean holds(ConfigOption<?> option) {
    return true;
  }

  /**
   * @param text as this source writes it
   */
  abstract Settings set(Settings settings, ConfigOption<?> option, String text);

  /** Whether values are written as the standard writes them. */
  boolean isStandard() {
    return source.isShared();
  }

  /** {@code a.b[].c} as YAML, with the text at its end. */
  private static String nested(String path, String indent, String text) {
    int dot = path.indexOf('.');
    String key = dot < 0 ? path : path.substring(0, dot);
    String rest = dot < 0 ? "" : path.substring(dot + 1);
    boolean list = key.endsWith("[]");
    String line = indent + key.replace("[]", "") + ":";
    String below = indent + " " + (list ? "- " : "");
    if (rest.isEmpty()) {
      return line + " " + text + "\n";
    }
    String deeper = nested(rest, indent + (list ? "   " : " "), text);
    return line + "\n" + (list ? below + deeper.stripLeading() : deeper);
  }

  /** As OpenTelemetry's declarative configuration says it. */
  private static String declarative(ConfigOption<?> option, String text) {
    String path = Objects.requireNonNull(Objects.requireNonNull(option.otel()).path());
    if (option.equals(ConfigOptions.SERVICE_NAME)) {
      return "resource: {attributes: [{name: service.name, value: '" + text + "'}]}";
    }
    if (option.equals(ConfigOptions.SERVICE_ATTRIBUTES)) {
      return nested(path, "", pairs(text));
    }
    if (option.equals(ConfigOptions.SAMPLER)) {
      return nested(path, "", "{" + text + ": }");
    }
    if (path.endsWith(".headers")) {
      return nested(path, "", pairs(text));
    }
    if (path.endsWith(".exporter")) {
      return nested(path, "", text.equals("grpc") ? "{otlp_grpc: }" : "{otlp_http: }");
    }
    return nested(path, "", text);
  }

  /** {@code a=1,b=2} as a list of names and values. */
  private static String pairs(String text) {
    Map<String, String> pairs = Objects.requireNonNull(Percent.pairs(text));
    Stream<String> items =
        pairs.entrySet().stream()
            .map(pair -> "{name: " + pair.getKey() + ", value: '" + pair.getValue() + "'}");
    return items.collect(Collectors.joining(", ", "[", "]"));
  }
}
