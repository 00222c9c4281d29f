package io.plumbline.config;

import org.jspecify.annotations.Nullable;

/** Values of a group of options. */
interface OptionValues {
  /** Null when it is not set and has no default. */
  <T> @Nullable T get(ConfigOption<T> option);

  default <T> T getOrElse(ConfigOption<T> option, T otherwise) {
    T value = get(option);
    return value == null ? otherwise : value;
  }

  /**
   * @throws IllegalStateException for an option that has no default
   */
  default <T> T require(ConfigOption<T> option) {
    T value = get(option);
    if (value == null) {
      throw new IllegalStateException(option.key() + " has no default");
    }
    return value;
  }
}
