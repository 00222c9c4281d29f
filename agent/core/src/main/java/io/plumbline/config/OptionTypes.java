package io.plumbline.config;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.NamePattern;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The types that options have. */
final class OptionTypes {
  private static final Shape MAP_SHAPE =
      Shape.either(new Shape.ByName(Shape.ANY_TEXT), Shape.text("="));

  /** Of types whose values nobody is to see. */
  static final String KEY_NAME = "key";

  static final OptionType<String> TEXT =
      OptionType.ofText("a", "text", "fraud", Shape.ANY_TEXT, s -> s);

  static final OptionType<Boolean> BOOLEAN =
      OptionType.ofText(
          "a", "boolean", "true or false", new Shape.Flag(), OptionTypes::parseBoolean);

  /** {@code OTEL_SDK_DISABLED} says the opposite of {@code enabled}. */
  static final OptionType<Boolean> NEGATED_BOOLEAN =
      new OptionType<>("boolean", new Shape.Flag(), node -> !BOOLEAN.read(node));

  static final OptionType<Integer> COUNT =
      OptionType.ofText("a", "number above 0", "64", new Shape.Count(), OptionTypes::parseCount);

  static final OptionType<Double> RATIO =
      OptionType.ofText(
          "a", "ratio from 0 to 1", "0.05 or 5%", new Shape.Ratio(), OptionTypes::parseRatio);

  /** Of one core; above 1 for more than one. */
  static final OptionType<Double> CORE_PERCENT =
      OptionType.ofText(
          "a",
          "percentage of one core",
          "5%",
          Shape.text("^\\s*[0-9]{1,5}(\\.[0-9]{1,9})?\\s*%\\s*$"),
          OptionTypes::parseCorePercent);

  /** Bytes. */
  static final OptionType<Long> SIZE =
      OptionType.ofText(
          "a",
          "size",
          "512MiB",
          Shape.text("^\\s*[0-9]{1,18}\\s*([KMGTkmgt][Ii]?)?[Bb]\\s*$"),
          Units::bytes);

  static final OptionType<Duration> DURATION =
      OptionType.ofText(
          "a",
          "duration",
          "10s",
          Shape.text("^\\s*[0-9]{1,18}\\s*(us|µs|ms|s|m|h|d)\\s*$"),
          Units::duration);

  /** Of the {@code OTEL_*} variables: a number without a unit is milliseconds. */
  static final OptionType<Duration> MILLISECONDS =
      OptionType.ofText(
          "a",
          "number of milliseconds",
          "10000",
          Shape.text("^[0-9]+"),
          s -> Units.duration(isNumber(s) ? s + "ms" : s));

  private static final OptionType<URI> ANY_ENDPOINT =
      OptionType.ofText(
          "an",
          "endpoint",
          "http://collector:4318",
          Shape.text("^\\s*https?://[^/?#@]+([/?#]|$)"),
          OptionTypes::parseEndpoint);

  static final OptionType<URI> ENDPOINT =
      new OptionType<>(ANY_ENDPOINT.name(), ANY_ENDPOINT.shape(), OptionTypes::readEndpoint);

  static final OptionType<Path> PATH =
      OptionType.ofText(
          "a", "path", "/var/lib/plumbline", Shape.text("\\S"), OptionTypes::parsePath);

  static final OptionType<Glob> GLOB =
      OptionType.ofText("a", "pattern", "fraud*", Shape.ANY_TEXT, Glob::of);

  static final OptionType<NamePattern> NAME_PATTERN =
      OptionType.ofText(
          "a",
          "pattern",
          "card_*",
          Shape.ANY_TEXT,
          text -> text.isEmpty() ? null : new NamePattern(text));

  /** Finite. */
  static final OptionType<Double> NUMBER =
      OptionType.ofText("a", "number", "0.5", Shape.ANY_TEXT, OptionTypes::parseNumber);

  /** Errors do not repeat it. */
  static final OptionType<String> HASH_KEY =
      new OptionType<>(KEY_NAME, Shape.ANY_TEXT, OptionTypes::readKey);

  static final OptionType<List<String>> TEXTS = listOf(TEXT);

  /** What is wrong with one is told without it. */
  static final OptionType<SecretBytes> SECRET_KEY =
      new OptionType<>(KEY_NAME, Shape.ANY_TEXT, OptionTypes::readSecretKey);

  static final OptionType<Map<String, String>> TEXT_BY_NAME =
      new OptionType<>("map", MAP_SHAPE, OptionTypes::readMap);

  static final OptionType<Map<String, String>> HEADERS =
      new OptionType<>("map", MAP_SHAPE, OptionTypes::readHeaders);

  static final OptionType<ValuePath> VALUE_PATH =
      new OptionType<>(
          "path into a call",
          Shape.text("^\\s*(this|return|arg[0-9]+)([.\\[].*)?\\s*$"),
          OptionTypes::readValuePath);

  private OptionTypes() {}

  /** One of an enum's constants; {@code HTTP_PROTOBUF} is written {@code http/protobuf}. */
  static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type, Function<E, String> written) {
    Map<String, E> values = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      values.put(written.apply(constant), constant);
    }
    String hint = "is not one of " + String.join(", ", values.keySet());
    return new OptionType<>(
        String.join(", ", values.keySet()),
        new Shape.Choice(List.copyOf(values.keySet())),
        node -> {
          String text = OptionType.text(node, hint).toLowerCase(Locale.ROOT);
          E value = values.get(text);
          if (value == null) {
            throw OptionType.invalid(node, hint + Suggestion.of(text, values.keySet()));
          }
          return value;
        });
  }

  static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
    return oneOf(type, constant -> constant.name().toLowerCase(Locale.ROOT));
  }

  /** A list, or its items in one text with commas between. */
  static <T> OptionType<List<T>> listOf(OptionType<T> item) {
    return new OptionType<>(
        "list of " + item.name(),
        Shape.either(new Shape.Many(item.shape()), Shape.ANY_TEXT),
        node -> {
          List<T> values = new ArrayList<>();
          for (ConfigNode each : items(node)) {
            values.add(item.read(each));
          }
          return List.copyOf(values);
        });
  }

  private static List<ConfigNode> items(ConfigNode node) {
    if (node instanceof ConfigNode.Items list) {
      return list.items();
    }
    String text = OptionType.text(node, "is not a list; use e.g. [first, second]");
    return splitOutsideParentheses(text).stream()
        .<ConfigNode>map(item -> new ConfigNode.Text(item, node.origin()))
        .toList();
  }

  private static List<String> splitOutsideParentheses(String text) {
    return Arrays.stream(text.split(",(?![^(]*\\))"))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static Map<String, String> readMap(ConfigNode node) {
    if (node instanceof ConfigNode.Entries mapping) {
      Map<String, String> map = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (key, value) -> {
                if (!(value instanceof ConfigNode.Empty)) {
                  map.put(key, TEXT.read(value));
                }
              });
      return map;
    }
    String hint = "is not a map; use e.g. first=1,second=2";
    Map<String, String> map = Percent.pairs(OptionType.text(node, hint));
    if (map == null) {
      // Without the value: it may be a key or token.
      throw InvalidValueException.at(node.origin(), " " + hint);
    }
    return map;
  }

  /** Checked here, since what HTTP refuses would be found out only when the first batch leaves. */
  private static Map<String, String> readHeaders(ConfigNode node) {
    Map<String, String> headers = readMap(node);
    headers.forEach(
        (name, value) -> {
          Origin origin =
              node instanceof ConfigNode.Entries mapping
                  ? Objects.requireNonNull(mapping.entries().get(name)).origin()
                  : node.origin();
          if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw InvalidValueException.at(
                origin, " is not the name of a header: " + OptionType.shortened(name));
          }
          if (!value.matches("[\\t\\x20-\\x7e]*")) {
            throw InvalidValueException.at(origin, " has characters that HTTP does not allow");
          }
        });
    return headers;
  }

  private static ValuePath readValuePath(ConfigNode node) {
    String text = OptionType.text(node, "is not a path into a call; use e.g. return.label");
    try {
      return ValuePath.parse(text);
    } catch (IllegalArgumentException e) {
      throw OptionType.invalid(node, "is not a path into a call: " + e.getMessage());
    }
  }

  private static SecretBytes readSecretKey(ConfigNode node) {
    SecretBytes key =
        node instanceof ConfigNode.Text text ? SecretBytes.parse(text.value().strip()) : null;
    if (key == null) {
      throw InvalidValueException.at(
          node.origin(),
          " is not a key of 32 bytes in base64 or hex; make one with: openssl rand -base64 32");
    }
    return key;
  }

  private static @Nullable Boolean parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  private static @Nullable Integer parseCount(String text) {
    return text.matches("0*[1-9][0-9]{0,8}") ? Integer.valueOf(text) : null;
  }

  private static @Nullable Double parseNumber(String text) {
    return text.matches(
            "[-+]?([0-9]{1,300}(\\.[0-9]{0,300})?|\\.[0-9]{1,300})([eE][-+]?[0-9]{1,2})?")
        ? Double.valueOf(text)
        : null;
  }

  private static String readKey(ConfigNode node) {
    String problem = " is not a key; it must have at least " + HashKey.LEAST_LENGTH + " characters";
    if (node instanceof ConfigNode.Text text
        && text.value().strip().length() >= HashKey.LEAST_LENGTH) {
      return text.value().strip();
    }
    throw InvalidValueException.at(node.origin(), problem);
  }

  private static @Nullable Double parseRatio(String text) {
    boolean percent = text.endsWith("%");
    String number = percent ? text.substring(0, text.length() - 1).strip() : text;
    if (!number.matches("[0-9]{1,9}(\\.[0-9]{0,17})?|\\.[0-9]{1,17}")) {
      return null;
    }
    BigDecimal value = new BigDecimal(number).movePointLeft(percent ? 2 : 0);
    return value.compareTo(BigDecimal.ONE) > 0 ? null : value.doubleValue();
  }

  private static @Nullable Double parseCorePercent(String text) {
    if (!text.matches("[0-9]{1,5}(\\.[0-9]{1,9})?\\s*%")) {
      return null;
    }
    String number = text.substring(0, text.length() - 1).strip();
    return new BigDecimal(number).movePointLeft(2).doubleValue();
  }

  private static URI readEndpoint(ConfigNode node) {
    if (node instanceof ConfigNode.Text text && text.value().matches("[^/]*//[^/?#]*@.*")) {
      // Without the value: what stands before the @ is secret.
      throw InvalidValueException.at(
          node.origin(), " has a user in it; use a header, such as authorization, instead");
    }
    return ANY_ENDPOINT.read(node);
  }

  private static @Nullable URI parseEndpoint(String text) {
    try {
      URI uri = URI.create(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean port = uri.getPort() >= -1 && uri.getPort() != 0 && uri.getPort() <= 65_535;
      return http && port && uri.getHost() != null ? uri : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Path parsePath(String text) {
    try {
      return text.isEmpty() ? null : Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
