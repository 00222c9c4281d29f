package io.plumbline.path;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What is known of each class of the host, beside the class itself. A class of the JDK lives as
 * long as the JVM, and would keep the agent's class loader with what is beside it: so an agent that
 * goes has to take it along.
 */
public final class HostTypes {
  private static final Set<Class<?>> KNOWN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private static final ClassValue<HostType> TYPES =
      new ClassValue<>() {
        @Override
        protected HostType computeValue(Class<?> type) {
          KNOWN.add(type);
          return new HostType(type);
        }
      };

  private HostTypes() {}

  static HostType of(Class<?> type) {
    return TYPES.get(type);
  }

  /** After the last call that reads values. */
  public static void forget() {
    synchronized (KNOWN) {
      KNOWN.forEach(TYPES::remove);
      KNOWN.clear();
    }
  }
}
