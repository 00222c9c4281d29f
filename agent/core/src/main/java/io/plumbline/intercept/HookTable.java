package io.plumbline.intercept;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.bytebuddy.description.type.TypeDescription;

/** Which hooks a class has. A class that has none costs a look into a map by its name. */
final class HookTable {
  /** No class has a hook. */
  static final HookTable EMPTY = new HookTable(List.of());

  private final Set<PlannedHook> all = new LinkedHashSet<>();
  private final Map<String, List<PlannedHook>> exact = new HashMap<>();
  private final List<Below> hierarchical = new ArrayList<>();

  /**
   * A hook on a type and all below it.
   *
   * @param packagePrefix only classes whose name starts so
   */
  private record Below(String packagePrefix, TypeHierarchy hierarchy, PlannedHook hook) {}

  HookTable(List<InferenceInstrumentation> instrumentations) {
    for (InferenceInstrumentation each : instrumentations) {
      for (Hook hook : each.hooks()) {
        PlannedHook planned = PlannedHook.of(each, hook);
        if (all.add(planned)) {
          add(planned);
        }
      }
    }
  }

  /** In the order of the instrumentations. */
  List<PlannedHook> all() {
    return List.copyOf(all);
  }

  private void add(PlannedHook planned) {
    TypeMatch type = planned.hook().type();
    if (type instanceof TypeMatch.Exact match) {
      exact.computeIfAbsent(match.name(), name -> new ArrayList<>()).add(planned);
    } else if (type instanceof TypeMatch.SubtypesOf match) {
      TypeHierarchy hierarchy = new TypeHierarchy(match.name()::equals);
      hierarchical.add(new Below(match.packagePrefix(), hierarchy, planned));
    } else if (type instanceof TypeMatch.Named match) {
      hierarchical.add(new Below("", new TypeHierarchy(fits(match.pattern())), planned));
    }
  }

  private static Predicate<String> fits(String pattern) {
    return pattern.contains("*")
        ? Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q")).asMatchPredicate()
        : pattern::equals;
  }

  boolean hasSameHooks(HookTable other) {
    return all.equals(other.all);
  }

  /** What the methods of these hooks are registered for. */
  Set<Object> origins() {
    return all.stream().map(PlannedHook::hook).collect(Collectors.toSet());
  }

  /**
   * @param name binary
   * @param type asked for only when the name does not decide
   */
  List<PlannedHook> of(String name, ClassLoader loader, Supplier<TypeDescription> type) {
    List<PlannedHook> named = exact.getOrDefault(name, List.of());
    if (hierarchical.isEmpty()) {
      return named;
    }
    List<PlannedHook> all = new ArrayList<>(named);
    for (Below below : hierarchical) {
      if (name.startsWith(below.packagePrefix())
          && below.hierarchy().includes(type.get(), loader)) {
        all.add(below.hook());
      }
    }
    return all;
  }
}
