package io.plumbline.config;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the methods list: a method that is a model's inference.
 *
 * @param type binary name of a class or interface, {@code *} for any characters; what extends or
 *     implements it is meant too
 * @param method its name, {@code *} for any characters
 * @param parameters type names that choose one overload; null for all
 * @param library value of {@code ml.framework.name}
 * @param modelName null for the simple name of the class
 * @param features null for none
 * @param label path of the predicted label; null where there is none. Likewise {@code score} and
 *     {@code probabilities}; without all three the whole result is the output
 * @param batchSize path of the number of rows, or of what has that many elements; null to tell it
 *     from the features
 * @param correlationId path of the host's own id of the request; null for none
 */
public record MethodConfig(
    String type,
    String method,
    @Nullable List<String> parameters,
    String library,
    @Nullable ValueSource modelName,
    @Nullable ValueSource modelVersion,
    @Nullable FeatureSource features,
    @Nullable ValuePath label,
    @Nullable ValuePath score,
    @Nullable ValuePath probabilities,
    @Nullable ValuePath batchSize,
    @Nullable ValuePath correlationId) {
  /** Of models that no library of its own serves. */
  public static final String DEFAULT_LIBRARY = "java";

  static final ConfigOption<String> CLASS =
      ConfigOption.of(
          "class",
          OptionTypes.TEXT,
          null,
          "Binary name of a class or interface; `*` stands for any characters. Its subclasses and"
              + " implementations are meant too. Required.");
  static final ConfigOption<String> METHOD =
      ConfigOption.of(
          "method",
          OptionTypes.TEXT,
          null,
          "Name of the method, `*` for any characters; with its parameter types,"
              + " `score(java.util.Map)`, where an overload must be chosen. Required.");
  static final ConfigOption<String> LIBRARY =
      ConfigOption.of(
          "library", OptionTypes.TEXT, DEFAULT_LIBRARY, "Value of `ml.framework.name`.");
  static final ConfigOption<ValueSource> MODEL_NAME =
      ConfigOption.of(
          "model.name",
          ValueSource.TYPE,
          null,
          "Value of `ml.model.name`; without it the simple name of the class.");
  static final ConfigOption<ValueSource> MODEL_VERSION =
      ConfigOption.of("model.version", ValueSource.TYPE, null, "Value of `ml.model.version`.");
  static final ConfigOption<FeatureSource> FEATURES =
      ConfigOption.of(
          "features",
          FeatureSource.TYPE,
          "arg0",
          "The value that holds the features: an array, a map, a list, a record or a bean. Or each"
              + " feature by its own path; that also allows its strings.");
  static final ConfigOption<List<String>> FEATURE_NAMES =
      ConfigOption.of(
          "feature_names",
          OptionTypes.TEXTS,
          null,
          "Names of an array's columns, in order. To name a feature is to allow its strings.");
  static final ConfigOption<ValuePath> LABEL =
      ConfigOption.of(
          "prediction.label",
          OptionTypes.VALUE_PATH,
          null,
          "The predicted label. To give its path is to allow it as a string.");
  static final ConfigOption<ValuePath> SCORE =
      ConfigOption.of("prediction.score", OptionTypes.VALUE_PATH, null, "The predicted number.");
  static final ConfigOption<ValuePath> PROBABILITIES =
      ConfigOption.of(
          "prediction.probabilities",
          OptionTypes.VALUE_PATH,
          null,
          "One probability a class: an array, a list, or a map from class to probability.");
  static final ConfigOption<ValuePath> BATCH_SIZE =
      ConfigOption.of(
          "batch_size",
          OptionTypes.VALUE_PATH,
          null,
          "The number of rows, or what has that many elements; without it, told by the features.");
  static final ConfigOption<ValuePath> CORRELATION_ID =
      ConfigOption.of(
          "correlation_id",
          OptionTypes.VALUE_PATH,
          null,
          "The application's own id of the request.");

  static final List<ConfigOption<?>> FIELDS =
      List.of(
          CLASS,
          METHOD,
          LIBRARY,
          MODEL_NAME,
          MODEL_VERSION,
          FEATURES,
          FEATURE_NAMES,
          LABEL,
          SCORE,
          PROBABILITIES,
          BATCH_SIZE,
          CORRELATION_ID);

  private static final Pattern NAME_AND_PARAMETERS =
      Pattern.compile("([^()\\s]+)\\s*(?:\\(([^()]*)\\))?");

  private static final OptionType<MethodConfig> SECTION =
      SectionType.of("method", FIELDS, Set.of(CLASS.key(), METHOD.key()), MethodConfig::of);

  /** A mapping, or {@code com.acme.Scorer#score} where nothing more is to say. */
  static final OptionType<MethodConfig> TYPE =
      new OptionType<>(
          "method",
          Shape.either(SECTION.shape(), Shape.text("^[^#]*\\S#[^#]+$")),
          node -> node instanceof ConfigNode.Text text ? ofText(text) : SECTION.read(node));

  private static MethodConfig of(OptionValues values, ConfigNode node) {
    String type = values.get(CLASS);
    String method = values.get(METHOD);
    if (type == null || method == null) {
      String missing = type == null ? CLASS.key() : METHOD.key();
      throw OptionType.invalid(node, "needs the key \"" + missing + "\"");
    }
    return of(type, method, values, node);
  }

  private static MethodConfig ofText(ConfigNode.Text node) {
    String[] parts = node.value().strip().split("#", -1);
    if (parts.length != 2 || parts[0].isBlank()) {
      throw OptionType.invalid(node, "is not a method; use e.g. com.acme.Scorer#score");
    }
    return of(parts[0].strip(), parts[1].strip(), ConfigOption::defaultValue, node);
  }

  private static MethodConfig of(String type, String method, OptionValues values, ConfigNode node) {
    Matcher parts = NAME_AND_PARAMETERS.matcher(method);
    if (!parts.matches()) {
      throw OptionType.invalid(
          node, "has the method " + method + "; use e.g. score or score(java.util.Map)");
    }
    return new MethodConfig(
        type,
        parts.group(1),
        parts.group(2) == null ? null : parameters(parts.group(2)),
        values.require(LIBRARY),
        source(values, MODEL_NAME, node),
        source(values, MODEL_VERSION, node),
        features(values, node),
        values.get(LABEL),
        values.get(SCORE),
        values.get(PROBABILITIES),
        values.get(BATCH_SIZE),
        values.get(CORRELATION_ID));
  }

  private static List<String> parameters(String list) {
    return list.isBlank()
        ? List.of()
        : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
  }

  private static @Nullable ValueSource source(
      OptionValues values, ConfigOption<ValueSource> option, ConfigNode node) {
    ValueSource source = values.get(option);
    if (source instanceof ValueSource.Read read && read.path().needsResult()) {
      throw OptionType.invalid(
          node,
          "has " + option.key() + ": " + read.path() + ", but a model is named before it answers");
    }
    return source;
  }

  private static FeatureSource features(OptionValues values, ConfigNode node) {
    FeatureSource features = values.require(FEATURES);
    List<String> names = values.get(FEATURE_NAMES);
    if (names == null) {
      return features;
    }
    if (features instanceof FeatureSource.Whole whole) {
      return new FeatureSource.Whole(whole.path(), names);
    }
    throw OptionType.invalid(node, "names its features twice; leave feature_names out");
  }

  public MethodConfig {
    parameters = parameters == null ? null : List.copyOf(parameters);
  }

  /** As one would write it: {@code score(java.util.Map)}. */
  public String signature() {
    return parameters == null ? method : method + "(" + String.join(", ", parameters) + ")";
  }

  @Override
  public String toString() {
    return type + "#" + signature();
  }

  /** True when the configuration says which part of the result is the prediction. */
  public boolean hasPrediction() {
    return label != null || score != null || probabilities != null;
  }
}
