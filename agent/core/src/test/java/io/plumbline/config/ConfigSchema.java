package io.plumbline.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes {@code agent/plumbline.schema.json} from the declarations of the options, for editors:
 * JSON Schema, draft 2020-12.
 */
final class ConfigSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What stands for anything, whatever the type. */
  private static final String REFERENCE = "\\$\\{(env|file):";

  private ConfigSchema() {}

  static String render() {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "plumbline.yaml");
    schema.put("description", "Configuration of the Plumbline agent; see agent/CONFIGURATION.md.");
    schema.setAll(section(ConfigOptions.ALL, Set.of(), "object", "null"));
    return pretty(schema);
  }

  private static String pretty(ObjectNode schema) {
    try {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(new DefaultIndenter("  ", "\n"));
      return JSON.writer(printer).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keys with dots become nested mappings. */
  private static ObjectNode section(
      List<ConfigOption<?>> options, Set<String> required, String... types) {
    ObjectNode properties = JSON.createObjectNode();
    byFirstLevel(options).forEach((name, below) -> properties.set(name, property(name, below)));
    ObjectNode section = type(JSON.createObjectNode(), types);
    section.put("additionalProperties", false);
    if (!required.isEmpty()) {
      ArrayNode names = section.putArray("required");
      required.stream().sorted().forEach(names::add);
    }
    section.set("properties", properties);
    return section;
  }

  private static Map<String, List<ConfigOption<?>>> byFirstLevel(List<ConfigOption<?>> options) {
    Map<String, List<ConfigOption<?>>> levels = new LinkedHashMap<>();
    for (ConfigOption<?> option : options) {
      String first = option.key().split("\\.", 2)[0];
      levels.computeIfAbsent(first, name -> new ArrayList<>()).add(option);
    }
    return levels;
  }

  private static ObjectNode property(String name, List<ConfigOption<?>> below) {
    ConfigOption<?> only = below.get(0);
    if (only.key().equals(name)) {
      return option(only);
    }
    List<ConfigOption<?>> nested = new ArrayList<>();
    for (ConfigOption<?> option : below) {
      nested.add(
          ConfigOption.of(
              option.key().substring(name.length() + 1),
              option.type(),
              option.defaultText(),
              option.text()));
    }
    // A mapping of which only the key is there says nothing.
    return section(nested, Set.of(), "object", "null");
  }

  private static ObjectNode option(ConfigOption<?> option) {
    ObjectNode described = JSON.createObjectNode();
    described.put("description", option.text().replace("`", ""));
    String defaultText = option.defaultText();
    if (defaultText != null) {
      described.set("default", defaultValue(option.type().shape(), defaultText));
    }
    described.setAll(nullable(option.type().shape()));
    return described;
  }

  private static JsonNode defaultValue(Shape shape, String text) {
    if (shape instanceof Shape.Flag) {
      return JSON.getNodeFactory().booleanNode(Boolean.parseBoolean(text));
    }
    boolean number = shape instanceof Shape.Count || shape instanceof Shape.Ratio;
    return number
        ? JSON.getNodeFactory().numberNode(Long.parseLong(text))
        : JSON.getNodeFactory().textNode(text);
  }

  /** Nothing after the colon is as if the key were not there. */
  private static ObjectNode nullable(Shape shape) {
    Set<ObjectNode> forms = forms(shape);
    forms.add(type(JSON.createObjectNode(), "null"));
    return anyOf(forms);
  }

  private static ObjectNode anyOf(Set<ObjectNode> forms) {
    if (forms.size() == 1) {
      return forms.iterator().next();
    }
    ObjectNode any = JSON.createObjectNode();
    any.putArray("anyOf").addAll(forms);
    return any;
  }

  /** The ways to write it, without none at all. */
  private static Set<ObjectNode> forms(Shape shape) {
    Set<ObjectNode> forms = new LinkedHashSet<>();
    if (shape instanceof Shape.Either either) {
      either.shapes().forEach(each -> forms.addAll(forms(each)));
    } else if (shape instanceof Shape.Section section) {
      forms.add(section(section.fields(), section.required(), "object"));
    } else if (shape instanceof Shape.Many many) {
      ObjectNode list = type(JSON.createObjectNode(), "array");
      list.set("items", anyOf(forms(many.item())));
      forms.add(list);
    } else if (shape instanceof Shape.ByName byName) {
      ObjectNode map = type(JSON.createObjectNode(), "object");
      map.set("additionalProperties", nullable(byName.value()));
      forms.add(map);
    } else if (shape instanceof Shape.Text text && text.pattern() == null) {
      forms.add(type(JSON.createObjectNode(), "string", "number", "boolean"));
    } else {
      forms.addAll(scalar(shape));
      forms.add(pattern(REFERENCE));
    }
    return forms;
  }

  private static List<ObjectNode> scalar(Shape shape) {
    if (shape instanceof Shape.Text text) {
      return List.of(pattern(String.valueOf(text.pattern())));
    }
    ObjectNode form = JSON.createObjectNode();
    if (shape instanceof Shape.Choice choice) {
      choice.words().forEach(form.putArray("enum")::add);
      return List.of(form);
    }
    if (shape instanceof Shape.Flag) {
      return List.of(type(form, "boolean"), pattern("^\\s*(true|false)\\s*$"));
    }
    if (shape instanceof Shape.Count) {
      type(form, "integer").put("minimum", 1).put("maximum", 999_999_999);
      return List.of(form, pattern("^\\s*0*[1-9][0-9]{0,8}\\s*$"));
    }
    if (shape instanceof Shape.Ratio) {
      type(form, "number").put("minimum", 0).put("maximum", 1);
      return List.of(
          form,
          pattern(
              "^\\s*(0*(100(\\.0*)?|[0-9]{0,2}(\\.[0-9]{0,17})?)\\s*%|0*(1(\\.0*)?|0?(\\.[0-9]{0,17})?))\\s*$"));
    }
    throw new IllegalArgumentException("no JSON Schema for " + shape);
  }

  private static ObjectNode pattern(String regex) {
    return type(JSON.createObjectNode(), "string").put("pattern", regex);
  }

  private static ObjectNode type(ObjectNode node, String... types) {
    if (types.length == 1) {
      return node.put("type", types[0]);
    }
    List.of(types).forEach(node.putArray("type")::add);
    return node;
  }
}
