package io.plumbline.spool;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import net.openhft.chronicle.core.shutdown.PriorityHook;

/**
 * Keeps Chronicle's shutdown hook out of the JVM. It would do nothing for us, and it cannot be
 * registered once the JVM ends: a main of a moment would have no spool, and lose what it made.
 */
final class ChronicleShutdown {
  private ChronicleShutdown() {}

  /** Before anything of Chronicle is initialised. */
  static void keepOut() {
    try {
      Constructor<PriorityHook> constructor = PriorityHook.class.getDeclaredConstructor();
      constructor.setAccessible(true);
      Field registered = PriorityHook.class.getDeclaredField("registeredHook");
      registered.setAccessible(true);
      registered.set(null, constructor.newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Chronicle's shutdown hook", e);
    }
  }
}
