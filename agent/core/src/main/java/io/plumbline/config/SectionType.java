package io.plumbline.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A mapping with options of its own, such as one entry of {@code models}. */
final class SectionType {
  private SectionType() {}

  /**
   * @param fields keys relative to the mapping
   * @param required of them, for the JSON Schema; the constructor refuses what is missing
   * @param constructor from their values, and the mapping for the place of an error
   */
  static <T> OptionType<T> of(
      String name,
      List<ConfigOption<?>> fields,
      Set<String> required,
      BiFunction<OptionValues, ConfigNode, T> constructor) {
    ConfigSection section = new ConfigSection(fields);
    return new OptionType<>(
        name,
        new Shape.Section(fields, required),
        node -> {
          if (node instanceof ConfigNode.Entries entries) {
            return constructor.apply(new Values(section.find(entries)), node);
          }
          throw OptionType.invalid(node, "is not a " + name + "; write its keys in plumbline.yaml");
        });
  }

  private record Values(Map<String, ConfigNode> nodes) implements OptionValues {
    @Override
    public <T> @Nullable T get(ConfigOption<T> option) {
      ConfigNode node = nodes.get(option.key());
      return node == null || node instanceof ConfigNode.Empty
          ? option.defaultValue()
          : option.type().read(node);
    }
  }
}
