package io.plumbline.config;

import io.plumbline.capture.ModelRef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the models list: what the operator knows of a model better than its library.
 *
 * @param library whose models; null for all
 * @param model which of them, by the name that the library gives; null for all
 * @param name null to leave what the library says; likewise {@code version}
 * @param features names of the columns; empty to leave what the library says; likewise {@code
 *     labels}
 */
public record ModelConfig(
    @Nullable String library,
    @Nullable Glob model,
    @Nullable String name,
    @Nullable String version,
    List<String> features,
    List<String> labels) {
  static final ConfigOption<String> LIBRARY =
      ConfigOption.of(
          "match.library",
          OptionTypes.TEXT,
          null,
          "Library whose models are meant, e.g. `xgboost`.");
  static final ConfigOption<Glob> MODEL =
      ConfigOption.of(
          "match.model",
          OptionTypes.GLOB,
          null,
          "Name that the library gives the model; `*` stands for any characters.");
  static final ConfigOption<String> NAME =
      ConfigOption.of("name", OptionTypes.TEXT, null, "Value of `ml.model.name`.");
  static final ConfigOption<String> VERSION =
      ConfigOption.of("version", OptionTypes.TEXT, null, "Value of `ml.model.version`.");
  static final ConfigOption<List<String>> FEATURES =
      ConfigOption.of(
          "features",
          OptionTypes.TEXTS,
          null,
          "Names of the input's columns, in order. To name a feature is to allow its strings.");
  static final ConfigOption<List<String>> LABELS =
      ConfigOption.of(
          "labels",
          OptionTypes.TEXTS,
          null,
          "Names of the classes, in order. To name them is to allow them as strings.");

  static final List<ConfigOption<?>> FIELDS =
      List.of(LIBRARY, MODEL, NAME, VERSION, FEATURES, LABELS);

  static final OptionType<ModelConfig> TYPE =
      SectionType.of("model", FIELDS, Set.of(), (values, node) -> of(values));

  private static ModelConfig of(OptionValues values) {
    return new ModelConfig(
        values.get(LIBRARY),
        values.get(MODEL),
        values.get(NAME),
        values.get(VERSION),
        values.getOrElse(FEATURES, List.of()),
        values.getOrElse(LABELS, List.of()));
  }

  public ModelConfig {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
  }

  boolean matches(ModelRef seen) {
    return (library == null || library.equals(seen.library()))
        && (model == null || model.matches(seen.name()));
  }

  ModelRef complete(ModelRef seen) {
    return seen.withName(name == null ? seen.name() : name)
        .withVersion(version == null ? seen.version() : version)
        .withFeatures(features.isEmpty() ? seen.features() : features)
        .withLabels(labels.isEmpty() ? seen.labels() : labels);
  }
}
