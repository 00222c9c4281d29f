package io.plumbline.config;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One setting, declared once.
 *
 * @param key {@code spool.max_size}: its place in the file
 * @param defaultText as one would write it; null when without a value
 * @param text for the reference: one sentence or two
 * @param otel null when no standard variable says the same
 * @param isLive whether another value takes effect while the process runs
 */
record ConfigOption<T>(
    String key,
    OptionType<T> type,
    @Nullable String defaultText,
    String text,
    @Nullable OtelVariable<T> otel,
    boolean isLive) {

  static <T> ConfigOption<T> of(
      String key, OptionType<T> type, @Nullable String defaultText, String text) {
    return new ConfigOption<>(key, type, defaultText, text, null, false);
  }

  ConfigOption<T> otel(String name) {
    return otel(name, type);
  }

  ConfigOption<T> otel(String name, OptionType<T> otelType) {
    return new ConfigOption<>(
        key, type, defaultText, text, new OtelVariable<>(name, otelType, null, false), isLive);
  }

  /** Where sending somewhere else, or as somebody else, would be worse than not at all. */
  ConfigOption<T> otelStrict(String name) {
    return new ConfigOption<>(
        key, type, defaultText, text, new OtelVariable<>(name, type, null, true), isLive);
  }

  /**
   * @param path where OpenTelemetry's declarative configuration says it; null for nowhere
   */
  ConfigOption<T> at(@Nullable String path) {
    OtelVariable<T> variable = Objects.requireNonNull(otel);
    return new ConfigOption<>(
        key,
        type,
        defaultText,
        text,
        new OtelVariable<>(variable.name(), variable.type(), path, variable.strict()),
        isLive);
  }

  /** Another value takes effect while the process runs; of other options, at its next start. */
  ConfigOption<T> live() {
    return new ConfigOption<>(key, type, defaultText, text, otel, true);
  }

  /** {@code plumbline.spool.max_size}. */
  String property() {
    return "plumbline." + key;
  }

  /** {@code PLUMBLINE_SPOOL_MAX_SIZE}. */
  String environmentVariable() {
    return property().replace('.', '_').toUpperCase(Locale.ROOT);
  }

  @Nullable T defaultValue() {
    return defaultText == null ? null : type.read(new ConfigNode.Text(defaultText, Origin.DEFAULT));
  }
}
