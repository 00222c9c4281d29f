package com.acme.fraud;

import java.util.LinkedHashMap;
import java.util.Map;

/** The features of a model, in its order, each with the type the model wants. */
record FeatureSchema(Map<String, Type> types) {
  enum Type {
    FLOAT,
    LONG,
    STRING
  }

  /**
   * Turns JSON values into the model's types, in the model's order. What is missing stays missing;
   * numbers that the model does not know come last. Both are for the model to judge.
   *
   * @throws BadRequest for a value of another type
   */
  Map<String, Object> check(Map<String, Object> row) {
    if (row == null) {
      throw new BadRequest("a row is null");
    }
    Map<String, Object> checked = new LinkedHashMap<>();
    for (String name : types.keySet()) {
      if (row.containsKey(name)) {
        checked.put(name, convert(name, types.get(name), row.get(name)));
      }
    }
    for (String name : row.keySet()) {
      if (!types.containsKey(name)) {
        checked.put(name, convert(name, Type.FLOAT, row.get(name)));
      }
    }
    return checked;
  }

  private static Object convert(String name, Type type, Object value) {
    if (type == Type.FLOAT && value == null) {
      return Float.NaN;
    }
    if (type == Type.FLOAT && value instanceof Number number) {
      return number.floatValue();
    }
    if (type == Type.LONG && (value instanceof Integer || value instanceof Long)) {
      return ((Number) value).longValue();
    }
    if (type == Type.STRING && value instanceof String) {
      return value;
    }
    throw new BadRequest(name + "=" + value + " is not a " + type);
  }
}
