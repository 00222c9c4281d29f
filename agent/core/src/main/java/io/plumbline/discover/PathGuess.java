package io.plumbline.discover;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where in arguments and result of a candidate features and prediction may be, by their types. */
final class PathGuess {
  private static final Set<String> LABELS =
      Set.of("label", "class", "clazz", "category", "decision", "outcome", "name", "prediction");
  private static final Set<String> SCORES =
      Set.of(
          "score",
          "probability",
          "prob",
          "confidence",
          "value",
          "risk",
          "rating",
          "prediction",
          "similarity",
          "estimate",
          "price");
  private static final Set<String> PROBABILITIES =
      Set.of("probabilities", "probs", "distribution", "scores", "confidences");

  private PathGuess() {}

  /** For example {@code arg0}; null when no argument looks like features. */
  static @Nullable String features(Candidate candidate) {
    Class<?>[] types = candidate.method().getParameterTypes();
    int best = -1;
    int bestWeight = 0;
    for (int i = 0; i < types.length; i++) {
      int weight = weight(types[i]);
      if (weight > bestWeight) {
        best = i;
        bestWeight = weight;
      }
    }
    return best < 0 ? null : "arg" + best;
  }

  private static int weight(Class<?> type) {
    if (type.isArray() || Map.class.isAssignableFrom(type) || type.isRecord()) {
      return 4;
    }
    if (Collection.class.isAssignableFrom(type) || Words.isInput(type.getSimpleName())) {
      return 3;
    }
    if (isNumber(type)) {
      return 1;
    }
    return Foreign.is(type.getName()) ? 0 : 2;
  }

  /** Several numbers, each a feature of its own: {@code {amount: arg0, hour: arg1}}. */
  static Map<String, String> scalarFeatures(Candidate candidate) {
    Map<String, String> features = new LinkedHashMap<>();
    var parameters = candidate.method().getParameters();
    for (int i = 0; i < parameters.length; i++) {
      Class<?> type = parameters[i].getType();
      if (!isNumber(type) && type != boolean.class && type != String.class) {
        return Map.of();
      }
      features.put(parameters[i].getName(), "arg" + i);
    }
    return features;
  }

  /** Names of a record's components, of what is given as features. */
  static List<String> components(Candidate candidate, String features) {
    int argument = Integer.parseInt(features.substring("arg".length()));
    Class<?> type = candidate.method().getParameterTypes()[argument];
    return type.isRecord()
        ? List.of(type.getRecordComponents()).stream().map(each -> each.getName()).toList()
        : List.of();
  }

  /** {@code label}, {@code score} and {@code probabilities}, as far as a path is clear. */
  static Map<String, String> prediction(Found found) {
    Class<?> type = resultType(found);
    Map<String, String> paths = new LinkedHashMap<>();
    if (isNumber(type)) {
      paths.put("score", "return");
    } else if (isText(type)) {
      paths.put("label", "return");
    } else if (found.result().isDistribution()) {
      paths.put("probabilities", "return");
    } else if (!type.isArray() && !Foreign.is(type.getName())) {
      members(type, paths);
    }
    return paths;
  }

  private static void members(Class<?> type, Map<String, String> paths) {
    for (Method method : type.getMethods()) {
      if (method.getParameterCount() == 0
          && !Modifier.isStatic(method.getModifiers())
          && method.getDeclaringClass() != Object.class) {
        member(property(method.getName()), method.getReturnType(), paths);
      }
    }
  }

  private static void member(String property, Class<?> type, Map<String, String> paths) {
    if (LABELS.contains(property) && isText(type)) {
      paths.putIfAbsent("label", "return." + property);
    } else if (SCORES.contains(property) && isNumber(type)) {
      paths.putIfAbsent("score", "return." + property);
    } else if (PROBABILITIES.contains(property)
        && (type.isArray()
            || Map.class.isAssignableFrom(type)
            || Collection.class.isAssignableFrom(type))) {
      paths.putIfAbsent("probabilities", "return." + property);
    }
  }

  /** As a path names it: {@code label} for {@code label()} and {@code getLabel()}. */
  private static String property(String method) {
    return method.startsWith("get") && method.length() > 3
        ? Character.toLowerCase(method.charAt(3)) + method.substring(4)
        : method;
  }

  /**
   * What was returned, where that says more than the declaration; of a later result, what comes.
   */
  private static Class<?> resultType(Found found) {
    Method method = found.candidate().method();
    Class<?> declared = method.getReturnType();
    if (CompletionStage.class.isAssignableFrom(declared)) {
      return argumentOf(method.getGenericReturnType());
    }
    Class<?> seen = found.result().type();
    return seen != null && !declared.isPrimitive() && Modifier.isPublic(seen.getModifiers())
        ? seen
        : declared;
  }

  private static Class<?> argumentOf(Type later) {
    return later instanceof ParameterizedType of
            && of.getActualTypeArguments()[0] instanceof Class<?> result
        ? result
        : Object.class;
  }

  /** {@code this.version}, where there is one. */
  static @Nullable String version(Candidate candidate) {
    if (candidate.isStatic()) {
      return null;
    }
    for (Class<?> type = candidate.method().getDeclaringClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        boolean named = property(method.getName()).matches("version|modelVersion");
        if (named && method.getParameterCount() == 0 && isText(method.getReturnType())) {
          return "this." + property(method.getName());
        }
      }
    }
    return null;
  }

  private static boolean isNumber(Class<?> type) {
    return Number.class.isAssignableFrom(type)
        || (type.isPrimitive()
            && type != boolean.class
            && type != char.class
            && type != void.class);
  }

  private static boolean isText(Class<?> type) {
    return CharSequence.class.isAssignableFrom(type) || type.isEnum() || type == boolean.class;
  }
}
