package io.plumbline.intercept;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The classes of some name, and all below them.
 *
 * <p>What is known of a supertype is remembered, by name, for each class loader: one base class has
 * many heirs, and to find its class file again for each of them would show at the host's start.
 */
final class TypeHierarchy {
  private final Predicate<String> name;
  private final Map<ClassLoader, Map<String, Boolean>> knownByLoader =
      Collections.synchronizedMap(new WeakHashMap<>());

  TypeHierarchy(Predicate<String> name) {
    this.name = name;
  }

  /** Whether the type itself has such a name. */
  boolean isNamed(HostType type) {
    return name.test(type.name());
  }

  /**
   * Whether a type above it has such a name.
   *
   * @param loader of the type
   */
  boolean isBelow(HostType type, ClassLoader loader) {
    return isBelow(type, knownByLoader.computeIfAbsent(loader, l -> new ConcurrentHashMap<>()));
  }

  private boolean isBelow(HostType type, Map<String, Boolean> known) {
    for (HostType above : type.above()) {
      if (isIncluded(above, known)) {
        return true;
      }
    }
    return false;
  }

  private boolean isIncluded(HostType supertype, Map<String, Boolean> known) {
    Boolean answer = known.get(supertype.name());
    if (answer == null) {
      // The JDK knows nothing of the host's types: no need to read it.
      answer =
          isNamed(supertype)
              || (!supertype.name().startsWith("java.") && isBelow(supertype, known));
      known.put(supertype.name(), answer);
    }
    return answer;
  }
}
