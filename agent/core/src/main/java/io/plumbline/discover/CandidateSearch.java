package io.plumbline.discover;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * Looks for candidates among classes that are loaded. Reads declarations only: types that they
 * mention may be loaded for it, as any use of the class would; none is initialised.
 */
final class CandidateSearch {
  /** So much has to speak for a method. */
  private static final int ENOUGH = 6;

  /** A library with a class for each kind of model must not hide who calls it. */
  private static final int IN_TURN = 16;

  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  private CandidateSearch() {}

  /**
   * @param limit how many at most: the best few of each package, then the next best
   */
  static List<Candidate> among(Class<?>[] loaded, int limit) {
    List<Candidate> candidates = new ArrayList<>();
    for (Class<?> type : loaded) {
      if (isWorthALook(type)) {
        try {
          addMethods(type, candidates);
        } catch (LinkageError | RuntimeException e) {
          // A type that it mentions is not there: such a class cannot be read this way.
        }
      }
    }
    candidates.sort(Comparator.comparing(Candidate::points).reversed());
    return inTurn(candidates).stream()
        .limit(limit)
        .sorted(Comparator.comparing(Candidate::points).reversed())
        .toList();
  }

  /**
   * @param best first
   */
  private static List<Candidate> inTurn(List<Candidate> best) {
    Map<String, Integer> before = new HashMap<>();
    Map<Integer, List<Candidate>> turns = new TreeMap<>();
    for (Candidate candidate : best) {
      String place = candidate.method().getDeclaringClass().getPackageName();
      int turn = (before.merge(place, 1, Integer::sum) - 1) / IN_TURN;
      turns.computeIfAbsent(turn, any -> new ArrayList<>()).add(candidate);
    }
    return turns.values().stream().flatMap(List::stream).toList();
  }

  private static boolean isWorthALook(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader != null
        && loader != PLATFORM
        && !loader.getClass().getName().startsWith("io.plumbline.")
        && !type.isArray()
        && !type.isHidden()
        && !type.isInterface()
        && !type.isEnum()
        && !type.isAnnotation()
        && !type.isSynthetic()
        && !Throwable.class.isAssignableFrom(type)
        && !type.getName().contains("$$")
        && !type.getName().contains("$Proxy")
        && !isCaptured(type.getName())
        && !Foreign.is(type.getName())
        && !Words.isTraining(simpleName(type.getName()));
  }

  /** Where the agent has hooks of its own already. */
  private static boolean isCaptured(String name) {
    return KnownLibraries.of(name).filter(KnownLibraries.Library::captured).isPresent();
  }

  private static String simpleName(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  private static void addMethods(Class<?> type, List<Candidate> candidates) {
    for (Method method : type.getDeclaredMethods()) {
      if (isCallable(method)) {
        int points = points(method);
        if (points >= ENOUGH) {
          candidates.add(new Candidate(method, points));
        }
      }
    }
  }

  private static boolean isCallable(Method method) {
    int without = Modifier.ABSTRACT | Modifier.NATIVE;
    return (method.getModifiers() & without) == 0
        && !method.isBridge()
        && !method.isSynthetic()
        && !Words.isPlumbing(method.getName())
        && !Words.isTraining(method.getName());
  }

  /** None when a part of it cannot be that of an inference. */
  private static int points(Method method) {
    int name = name(method);
    int arguments = arguments(method);
    int result = result(method);
    if (name == 0 || arguments == 0 || result == 0) {
      return 0;
    }
    boolean known = KnownLibraries.of(method.getDeclaringClass().getName()).isPresent();
    return name + arguments + result + (known ? 2 : 0);
  }

  private static int name(Method method) {
    boolean model = Words.isModel(simpleName(method.getDeclaringClass().getName()));
    if (Words.isInference(method.getName())) {
      return model ? 5 : 4;
    }
    if (Words.isWeak(method.getName())) {
      return model ? 3 : 1;
    }
    return model ? 1 : 0;
  }

  private static int arguments(Method method) {
    int best = 0;
    for (Class<?> type : method.getParameterTypes()) {
      best = Math.max(best, argument(type));
    }
    boolean severalNumbers = best == 1 && method.getParameterCount() > 1;
    return severalNumbers ? 2 : best;
  }

  private static int argument(Class<?> type) {
    if (isNumbers(type) || Words.isInput(type.getSimpleName())) {
      return 3;
    }
    if (Map.class.isAssignableFrom(type) || type.isRecord()) {
      return 3;
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return 2;
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return 1;
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return 1;
    }
    return Foreign.is(type.getName()) ? 0 : 2;
  }

  private static boolean isNumbers(Class<?> type) {
    Class<?> component = type;
    while (component.isArray()) {
      component = component.getComponentType();
    }
    return type.isArray() && (component == float.class || component == double.class);
  }

  private static int result(Method method) {
    Class<?> type = method.getReturnType();
    if (type == void.class) {
      return 0;
    }
    if (isNumbers(type) || Words.isOutput(type.getSimpleName())) {
      return 3;
    }
    if (type == double.class || type == float.class || type.isRecord()) {
      return 3;
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return type == boolean.class ? 1 : 2;
    }
    if (Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) {
      return 2;
    }
    if (CompletionStage.class.isAssignableFrom(type)) {
      return 2;
    }
    return 1;
  }
}
