package io.plumbline.cli.check;

import io.plumbline.config.FeatureSource;
import io.plumbline.config.MethodConfig;
import io.plumbline.config.Suggestion;
import io.plumbline.config.ValuePath;
import io.plumbline.config.ValueSource;
import io.plumbline.intercept.HookSearch;
import io.plumbline.path.StaticPath;
import io.plumbline.path.ValueKind;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One entry of {@code methods} against a class path. */
public final class MethodCheck {
  private static final int SHOWN = 20;
  private static final Set<ValueKind> ONE_OR_MANY =
      EnumSet.of(ValueKind.NUMBER, ValueKind.TEXT, ValueKind.MANY);
  private static final Set<ValueKind> ONE = EnumSet.of(ValueKind.NUMBER, ValueKind.TEXT);
  private static final Set<ValueKind> NUMBERS = EnumSet.of(ValueKind.NUMBER, ValueKind.MANY);
  private static final Set<ValueKind> CLASSES =
      EnumSet.of(ValueKind.MANY, ValueKind.MAP, ValueKind.OBJECT);
  private static final Set<ValueKind> COUNT =
      EnumSet.of(ValueKind.NUMBER, ValueKind.MANY, ValueKind.MAP);
  private static final Set<ValueKind> ANY = EnumSet.complementOf(EnumSet.of(ValueKind.NOTHING));

  private final String where;
  private final MethodConfig config;
  private final GivenClassPath classPath;
  private final List<Method> matches = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private MethodCheck(String where, MethodConfig config, GivenClassPath classPath) {
    this.where = where;
    this.config = config;
    this.classPath = classPath;
  }

  /**
   * @param where {@code methods[0]}
   * @param search of the hook that this entry makes
   */
  public static MethodCheck of(
      String where, MethodConfig config, HookSearch search, GivenClassPath classPath) {
    MethodCheck check = new MethodCheck(where, config, classPath);
    check.run(search);
    return check;
  }

  /** What would be woven. */
  public List<String> matches() {
    return matches.stream().map(MethodCheck::named).toList();
  }

  public List<Finding> findings() {
    return findings;
  }

  public MethodConfig config() {
    return config;
  }

  private void run(HookSearch search) {
    List<Class<?>> meant = new ArrayList<>();
    for (Class<?> type : classPath.classes()) {
      try {
        if (search.isMeant(type)) {
          meant.add(type);
          matches.addAll(search.wovenMethods(type));
        }
      } catch (LinkageError | TypeNotPresentException e) {
        note(where, type.getName() + " cannot be looked into: " + e.getMessage() + " is missing");
      }
    }
    if (meant.isEmpty()) {
      noClass();
    } else if (matches.isEmpty()) {
      noMethod(meant);
    }
    for (Method method : matches) {
      try {
        checkPaths(method);
      } catch (LinkageError | TypeNotPresentException e) {
        note(where, named(method) + " cannot be followed: " + e.getMessage() + " is missing");
      }
    }
  }

  private void noClass() {
    if (classPath.unreadable().contains(config.type())) {
      error(where + ".class", config.type() + " cannot be loaded; what it needs is missing");
      return;
    }
    Set<String> names =
        classPath.classes().stream().map(Class::getName).collect(Collectors.toSet());
    String suggestion = Suggestion.of(config.type(), names);
    if (suggestion.isEmpty()) {
      suggestion = ofSameSimpleName(names);
    }
    error(where + ".class", "no class or interface is named " + config.type() + suggestion);
  }

  private String ofSameSimpleName(Set<String> names) {
    String simple = simple(config.type());
    String others =
        names.stream()
            .filter(name -> simple(name).equalsIgnoreCase(simple))
            .sorted()
            .limit(SHOWN)
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "" : "; there is " + others;
  }

  private static String simple(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  private void noMethod(List<Class<?>> meant) {
    Set<String> signatures = new LinkedHashSet<>();
    Set<String> names = new LinkedHashSet<>();
    boolean isAbstract = false;
    for (Class<?> type : meant) {
      for (Method method : type.getDeclaredMethods()) {
        if (!method.isSynthetic()) {
          names.add(method.getName());
          signatures.add(signature(method));
          isAbstract |=
              method.getName().equals(config.method())
                  && Modifier.isAbstract(method.getModifiers());
        }
      }
    }
    if (isAbstract && meant.size() == 1) {
      error(where + ".method", config + " has no body, and no class here implements it");
      return;
    }
    List<String> overloads =
        signatures.stream().filter(each -> each.startsWith(config.method() + "(")).toList();
    String there =
        overloads.isEmpty()
            ? Suggestion.of(config.method(), names) + "; it has " + first(signatures)
            : "; " + config.method() + " is there as " + first(overloads);
    error(where + ".method", config.type() + " has no " + config.signature() + there);
  }

  private static String first(java.util.Collection<String> all) {
    String first = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return all.isEmpty() ? "no methods of its own" : all.size() > SHOWN ? first + ", …" : first;
  }

  private void checkPaths(Method method) {
    StaticPath paths = new StaticPath(method, classPath::subtypesOf);
    FeatureSource features = config.features();
    if (features instanceof FeatureSource.Whole whole) {
      check(".features", whole.path(), paths, ANY, "features");
    } else if (features instanceof FeatureSource.Each each) {
      each.paths()
          .forEach((name, path) -> check(".features." + name, path, paths, ANY, "a feature"));
    }
    check(".prediction.label", config.label(), paths, ONE_OR_MANY, "a label");
    check(".prediction.score", config.score(), paths, NUMBERS, "a score");
    check(".prediction.probabilities", config.probabilities(), paths, CLASSES, "probabilities");
    check(".batch_size", config.batchSize(), paths, COUNT, "a number of rows");
    check(".correlation_id", config.correlationId(), paths, ONE, "an id");
    check(".model.name", path(config.modelName()), paths, ONE, "a name");
    check(".model.version", path(config.modelVersion()), paths, ONE, "a version");
  }

  private static @Nullable ValuePath path(@Nullable ValueSource source) {
    return source instanceof ValueSource.Read read ? read.path() : null;
  }

  private void check(
      String key, @Nullable ValuePath path, StaticPath paths, Set<ValueKind> carried, String what) {
    if (path == null) {
      return;
    }
    StaticPath.Lead lead = paths.follow(path);
    if (lead instanceof StaticPath.Broken broken) {
      error(where + key, path + ": " + broken.problem());
    } else if (lead instanceof StaticPath.Open open) {
      note(where + key, path + " is known only when it is called: " + open.why());
    } else if (lead instanceof StaticPath.Found found) {
      checkKind(key, path, found, carried, what);
    }
  }

  private void checkKind(
      String key, ValuePath path, StaticPath.Found found, Set<ValueKind> carried, String what) {
    ValueKind kind = ValueKind.of(found.type());
    boolean fits = carried.contains(kind) || (found.many() && carried.contains(ValueKind.MANY));
    String is = path + " is " + found.type().getTypeName() + ", which is no " + what(what);
    if (!fits && kind == ValueKind.NOTHING && isExtensible(found.type())) {
      note(where + key, path + " is " + found.type().getTypeName() + "; its subtypes may do");
    } else if (!fits) {
      error(where + key, is);
    }
  }

  private static String what(String with) {
    return with.replaceFirst("^an? ", "");
  }

  private static boolean isExtensible(Class<?> type) {
    int modifiers = type.getModifiers();
    return !type.getName().startsWith("java.")
        && (type.isInterface() || Modifier.isAbstract(modifiers));
  }

  private void error(String at, String message) {
    add(new Finding(true, at, message));
  }

  private void note(String at, String message) {
    add(new Finding(false, at, message));
  }

  private void add(Finding finding) {
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  private static String named(Method method) {
    return method.getDeclaringClass().getName() + "." + signature(method);
  }

  private static String signature(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getTypeName)
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
