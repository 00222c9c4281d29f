package io.plumbline.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The value of each option, from the source that wins. */
final class ResolvedOptions implements OptionValues {
  private final ConfigSources sources;
  private final List<ConfigOption<?>> options;
  private final ReferencedFiles references;
  private final Map<String, ConfigNode> file;
  private final OtelSettings otel;
  private final Set<String> warnings = new LinkedHashSet<>();

  /**
   * @throws InvalidValueException for a file that cannot be read, or an unknown key
   */
  ResolvedOptions(ConfigSources sources, List<ConfigOption<?>> options) {
    this.sources = sources;
    this.options = options;
    this.references = new ReferencedFiles(sources.place());
    this.file = sources.file() == null ? Map.of() : find(sources.file());
    refuseUnknownProperties();
    warnOfUnknownVariables();
    this.otel = OtelSettings.read(sources, options, saysWhereAllGoes(), this::warn);
  }

  private Map<String, ConfigNode> find(ConfigFile yaml) {
    References inTexts = new Substitution(sources.environment(), references);
    return new ConfigSection(options)
        .find(YamlReader.read(yaml, path -> ConfigSource.FILE, inTexts));
  }

  private boolean saysWhereAllGoes() {
    return SignalOptions.saysWhereAllGoes(option -> own(option) != null);
  }

  OtelSettings otel() {
    return otel;
  }

  /** What is odd but no reason to stay off; complete once every option was asked for. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Files that values came from, with their texts. */
  Map<String, String> references() {
    return references.texts();
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  @Override
  public <T> @Nullable T get(ConfigOption<T> option) {
    Candidate<T> winner = winner(option);
    return winner == null ? null : winner.value();
  }

  /** The value with where it came from; null when it is not set and has no default. */
  <T> @Nullable Candidate<T> winner(ConfigOption<T> option) {
    List<Candidate<T>> values = all(option);
    if (values.isEmpty()) {
      return defaultOf(option);
    }
    Candidate<T> winner = values.get(0);
    if (winner.origin().source().isOwn()) {
      values.subList(1, values.size()).forEach(loser -> warnOverruled(loser, winner));
    }
    return winner;
  }

  private static <T> @Nullable Candidate<T> defaultOf(ConfigOption<T> option) {
    String text = option.defaultText();
    if (text == null) {
      return null;
    }
    ConfigNode node = new ConfigNode.Text(text, Origin.DEFAULT);
    return new Candidate<>(option.type().read(node), node);
  }

  void warnOverruled(Candidate<?> loser, Candidate<?> winner) {
    warn(loser.origin().by() + " is overruled by " + winner.origin().by());
  }

  /** Also the values that do not win; the winner first. */
  <T> List<Candidate<T>> all(ConfigOption<T> option) {
    List<Candidate<T>> values = new ArrayList<>();
    add(own(option), option, values);
    add(otel.ours(option), option, values);
    OtelVariable<T> variable = option.otel();
    if (variable != null) {
      otel.of(option).forEach(node -> addShared(variable, node, values));
    }
    return values;
  }

  private static <T> void add(
      @Nullable ConfigNode node, ConfigOption<T> option, List<Candidate<T>> values) {
    if (node != null && !(node instanceof ConfigNode.Empty)) {
      values.add(new Candidate<>(option.type().read(node), node));
    }
  }

  /** Plumbline's own setting that wins. */
  private @Nullable ConfigNode own(ConfigOption<?> option) {
    String name = option.property();
    ConfigNode node = node(ConfigSource.SYSTEM_PROPERTY, "-D" + name, property(name));
    if (node == null) {
      String variable = option.environmentVariable();
      node = node(ConfigSource.ENVIRONMENT, variable, sources.environment().get(variable));
    }
    if (node == null) {
      node = file.get(option.key());
    }
    return node instanceof ConfigNode.Empty ? null : node;
  }

  private @Nullable String property(String name) {
    return sources.systemProperties().get(name);
  }

  /** Set to nothing is not set, as the specification says of {@code OTEL_*}. */
  private static ConfigNode.@Nullable Text node(
      ConfigSource source, String name, @Nullable String value) {
    return value == null || value.isBlank()
        ? null
        : new ConfigNode.Text(value, Origin.of(source, name));
  }

  private <T> void addShared(OtelVariable<T> variable, ConfigNode node, List<Candidate<T>> values) {
    try {
      values.add(new Candidate<>(variable.type().read(node), node));
    } catch (InvalidValueException e) {
      if (variable.strict() && values.isEmpty()) {
        throw e;
      }
      warn(e.getMessage() + "; it is ignored");
    }
  }

  private void refuseUnknownProperties() {
    Set<String> known = new TreeSet<>(Set.of(ConfigSources.FILE_PROPERTY));
    options.forEach(option -> known.add(option.property()));
    for (String name : new TreeSet<>(sources.systemProperties().keySet())) {
      if (name.startsWith("plumbline.") && !known.contains(name)) {
        throw new InvalidValueException("unknown setting -D" + name + Suggestion.of(name, known));
      }
    }
  }

  /** Not refused: Kubernetes makes variables of the names of services. */
  private void warnOfUnknownVariables() {
    Set<String> known = new TreeSet<>(Set.of(ConfigSources.FILE_VARIABLE));
    options.forEach(option -> known.add(option.environmentVariable()));
    for (String name : new TreeSet<>(sources.environment().keySet())) {
      if (name.startsWith("PLUMBLINE_") && !known.contains(name)) {
        warn("unknown setting " + name + " is ignored" + Suggestion.of(name, known));
      }
    }
  }

  /**
   * What one source says.
   *
   * @param node as it was written
   */
  record Candidate<T>(T value, ConfigNode node) {
    Origin origin() {
      return node.origin();
    }
  }
}
