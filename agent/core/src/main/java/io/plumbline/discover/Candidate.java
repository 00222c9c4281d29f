package io.plumbline.discover;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A method that may be a model's inference.
 *
 * @param points how much speaks for it before anything was called
 */
public record Candidate(Method method, int points) {
  /** Binary name of its class. */
  public String type() {
    return method.getDeclaringClass().getName();
  }

  /** As in a class file, for example {@code (Ljava/util/Map;)D}. */
  public String descriptor() {
    return Arrays.stream(method.getParameterTypes())
            .map(Class::descriptorString)
            .collect(Collectors.joining("", "(", ")"))
        + method.getReturnType().descriptorString();
  }

  /** As an entry of the methods list names it. */
  String parameters() {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getTypeName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  boolean isOverloaded() {
    return Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
            .filter(other -> other.getName().equals(method.getName()) && !other.isBridge())
            .count()
        > 1;
  }

  boolean isStatic() {
    return Modifier.isStatic(method.getModifiers());
  }

  /** For people: {@code com.acme.Scorer.score(Map) → Score}. */
  String signature() {
    return type()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"))
        + " → "
        + method.getReturnType().getSimpleName();
  }
}
