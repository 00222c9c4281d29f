package io.plumbline.intercept;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;

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

  /**
   * @param loader of the type
   */
  boolean includes(TypeDescription type, ClassLoader loader) {
    Map<String, Boolean> known =
        knownByLoader.computeIfAbsent(loader, l -> new ConcurrentHashMap<>());
    return name.test(type.getName()) || isBelow(type, known);
  }

  private boolean isBelow(TypeDefinition type, Map<String, Boolean> known) {
    try {
      TypeDefinition superclass = type.getSuperClass();
      if (superclass != null && isIncluded(superclass, known)) {
        return true;
      }
      for (TypeDefinition superinterface : type.getInterfaces()) {
        if (isIncluded(superinterface, known)) {
          return true;
        }
      }
      return false;
    } catch (IllegalStateException e) {
      // A supertype that is not on the class path: the JVM will not find it either.
      return false;
    }
  }

  private boolean isIncluded(TypeDefinition supertype, Map<String, Boolean> known) {
    String superName = supertype.asErasure().getName();
    Boolean answer = known.get(superName);
    if (answer == null) {
      // The JDK knows nothing of the host's types: no need to read it.
      answer =
          name.test(superName)
              || (!superName.startsWith("java.") && isBelow(supertype.asErasure(), known));
      known.put(superName, answer);
    }
    return answer;
  }
}
