package io.plumbline.intercept;

import io.plumbline.config.Glob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which hooks a class has. A class that has none costs a look into a map by its name. */
final class HookTable {
  /** No class has a hook. */
  static final HookTable EMPTY = new HookTable(List.of());

  private final Set<PlannedHook> all = new LinkedHashSet<>();
  private final Map<String, List<PlannedHook>> exact = new HashMap<>();
  private final List<Below> hierarchical = new ArrayList<>();

  /** A hook on a type and all below it that declare such a method. */
  private record Below(TypeHierarchy hierarchy, Predicate<String> method, PlannedHook hook) {
    /** The very class that was named is meant whatever it declares: to be told of it. */
    boolean isMeant(HostType type, ClassLoader loader) {
      return hierarchy.isNamed(type)
          || (type.mayDeclare(method) && hierarchy.isBelow(type, loader));
    }
  }

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
    } else if (type instanceof TypeMatch.Named match) {
      TypeHierarchy hierarchy = new TypeHierarchy(Glob.of(match.name())::matches);
      hierarchical.add(new Below(hierarchy, Glob.of(match.method())::matches, planned));
    }
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
  List<PlannedHook> of(String name, ClassLoader loader, Supplier<HostType> type) {
    List<PlannedHook> named = exact.getOrDefault(name, List.of());
    if (hierarchical.isEmpty()) {
      return named;
    }
    HostType known = type.get();
    List<PlannedHook> all = new ArrayList<>(named);
    for (Below below : hierarchical) {
      if (below.isMeant(known, loader)) {
        all.add(below.hook());
      }
    }
    return all;
  }
}
