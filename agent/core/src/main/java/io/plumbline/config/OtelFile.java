package io.plumbline.config;

import io.plumbline.config.SamplingConfig.Sampler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's declarative configuration ({@code OTEL_CONFIG_FILE}, {@code file_format} 1.x):
 * what it says of our options, and what of it we cannot do.
 *
 * <p>Source: open-telemetry/opentelemetry-configuration, schema of 1.0 to 1.2.
 */
final class OtelFile {
  private static final String SERVICE_NAME = "OTEL_SERVICE_NAME";
  private static final String OURS = "distribution.plumbline";

  /** Names that one line lists. */
  private static final int MAX_TOLD = 12;

  private final ConfigFile file;
  private final Map<String, String> environment;
  private final OtelTree tree = new OtelTree();
  private final Map<String, ConfigNode> values = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final Set<String> usedVariables = new HashSet<>();
  private final ConfigNode.Entries root;

  private OtelFile(ConfigFile file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
    OtelSubstitution references = new OtelSubstitution(environment);
    this.root = YamlReader.read(file, OtelFile::source, references);
    usedVariables.addAll(references.used());
  }

  private static ConfigSource source(String path) {
    return path.startsWith(OURS + ".") ? ConfigSource.DISTRIBUTION : ConfigSource.OTEL_FILE;
  }

  /**
   * @throws InvalidValueException when it is no such file
   */
  static OtelFile read(ConfigFile file, Map<String, String> environment) {
    OtelFile read = new OtelFile(file, environment);
    read.requireFormat();
    read.readParts();
    read.sayWhatIsIgnored();
    return read;
  }

  private void requireFormat() {
    ConfigNode format = tree.take(root, "file_format");
    if (format == null) {
      throw new InvalidValueException(
          root.origin().position(),
          "the key file_format is missing; use e.g. file_format: \"1.0\"");
    }
    String version = OptionType.text(format, "is no version; use e.g. \"1.0\"");
    if (!version.matches("1(\\..*)?")) {
      throw OptionType.invalid(format, "is not known here; use 1.x");
    }
  }

  private void readParts() {
    put(ConfigOptions.ENABLED, tree.take(root, "disabled"));
    OtelResource resource = new OtelResource(tree, warnings);
    String serviceName = environment.get(SERVICE_NAME);
    ConfigNode attributes = resource.attributes(tree.get(root, "resource"), serviceName);
    if (resource.isNameDetected()) {
      usedVariables.add(SERVICE_NAME);
    }
    put(ConfigOptions.SERVICE_ATTRIBUTES, attributes);
    put(ConfigOptions.SERVICE_NAME, tree.get(attributes, "service.name"));
    ConfigNode tracers = tree.get(root, "tracer_provider");
    readSampler(tree.get(tracers, "sampler"));
    OtelExporters exporters = new OtelExporters(tree, warnings);
    SignalOptions.TRACES.put(exporters.ofSpans(tracers), values);
    ConfigNode meters = tree.get(root, "meter_provider");
    SignalOptions.METRICS.put(exporters.ofMetrics(meters), values);
    put(ConfigOptions.METRIC_INTERVAL, exporters.interval(meters));
  }

  private void put(ConfigOption<?> option, @Nullable ConfigNode node) {
    if (node != null) {
      values.put(option.key(), node);
    }
  }

  private void readSampler(@Nullable ConfigNode sampler) {
    if (sampler == null) {
      return;
    }
    OtelSampler read = OtelSampler.read(sampler, tree);
    if (read == null) {
      warn(
          sampler,
          "is no sampler that Plumbline has; it uses " + Sampler.PARENTBASED_ALWAYS_ON.written());
      tree.understood(sampler);
      return;
    }
    put(ConfigOptions.SAMPLER, new ConfigNode.Text(read.sampler().written(), sampler.origin()));
    put(ConfigOptions.SAMPLING_RATIO, read.ratio());
  }

  private void warn(ConfigNode node, String what) {
    warnings.add(node.origin().where() + " " + what);
  }

  private void sayWhatIsIgnored() {
    ConfigNode distributions = tree.get(root, "distribution");
    OtelTree.entries(distributions).values().forEach(tree::understood);
    List<String> ignored = tree.ignored(root);
    if (!ignored.isEmpty()) {
      int more = ignored.size() - MAX_TOLD;
      warnings.add(
          file.name()
              + ": Plumbline does nothing with "
              + String.join(", ", ignored.subList(0, Math.min(MAX_TOLD, ignored.size())))
              + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  /** By the key of the option; to be read with the type of its standard variable. */
  Map<String, ConfigNode> values() {
    return values;
  }

  /** Options of ours, below {@code distribution: plumbline:}; by key. */
  Map<String, ConfigNode> ours(List<ConfigOption<?>> options) {
    ConfigNode ours = tree.get(tree.get(root, "distribution"), "plumbline");
    if (ours == null) {
      return Map.of();
    }
    if (ours instanceof ConfigNode.Entries entries) {
      return new ConfigSection(options).find(entries);
    }
    throw OptionType.invalid(ours, "is not a value; write Plumbline's keys below it");
  }

  /** What it says that we cannot do. */
  List<String> warnings() {
    return warnings;
  }

  /** Variables that the file itself asks for. */
  Set<String> usedVariables() {
    return usedVariables;
  }
}
