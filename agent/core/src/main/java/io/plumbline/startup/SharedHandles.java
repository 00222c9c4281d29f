package io.plumbline.startup;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.runtime.ObjectMethods;

/**
 * The JDK compares and prints all records with handles that it shares, and each of these remembers
 * the last type that it was adapted to: a class of the agent there keeps the agent's class loader.
 */
final class SharedHandles {
  private final ModuleOpener modules;

  SharedHandles(ModuleOpener modules) {
    this.modules = modules;
  }

  /** Lets them remember a type of the JDK instead. */
  void forget() {
    try {
      modules.open("java.lang.runtime");
      for (Field field : ObjectMethods.class.getDeclaredFields()) {
        if (field.getType() == MethodHandle.class) {
          field.setAccessible(true);
          adapt((MethodHandle) field.get(null));
        }
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Another JDK: then one class loader may stay until the next records are compared.
    }
  }

  private static void adapt(MethodHandle shared) {
    MethodType other = shared.type().generic();
    MethodHandle unused = shared.asType(other);
    assert unused.type().equals(other);
  }
}
