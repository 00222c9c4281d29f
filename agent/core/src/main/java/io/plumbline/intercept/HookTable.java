package io.plumbline.intercept;

import io.plumbline.config.Glob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which hooks a class has. A class that has none costs a look into a map by its name. */
final class HookTable {
  /** No class has a hook. */
  static final HookTable EMPTY = new HookTable(List.of());

  private final Set<PlannedHook> all = new LinkedHashSet<>();
  private final Map<String, List<PlannedHook>> exact = new HashMap<>();
  private final List<Below> hierarchical = new ArrayList<>();

  /** Of the methods of hierarchical hooks, as they stand in a class file. */
  private final String[] methodNames;

  /** One of them is a pattern, or is written otherwise in a class file. */
  private final boolean anyMethod;

  /** A hook on a type and all below it that declare such a method. */
  private record Below(TypeHierarchy hierarchy, Glob method, PlannedHook hook) {
    boolean isDeclaredBelow(HostType type, ClassLoader loader) {
      return type.mayDeclare(method::matches) && hierarchy.isBelow(type, loader);
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
    methodNames =
        hierarchical.stream().map(below -> below.method().toString()).toArray(String[]::new);
    anyMethod = !Arrays.stream(methodNames).allMatch(HookTable::isWrittenOut);
  }

  private static boolean isWrittenOut(String name) {
    return name.chars().allMatch(c -> c != '*' && c > 0 && c < 0x80);
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
      hierarchical.add(new Below(hierarchy, Glob.of(match.method()), planned));
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
    boolean mayDeclare = anyMethod || known.mentions(methodNames);
    List<PlannedHook> all = new ArrayList<>(named);
    for (Below below : hierarchical) {
      // The very class that was named is meant whatever it declares: to be told of it.
      if (below.hierarchy().isNamed(known)
          || (mayDeclare && below.isDeclaredBelow(known, loader))) {
        all.add(below.hook());
      }
    }
    return all;
  }
}
