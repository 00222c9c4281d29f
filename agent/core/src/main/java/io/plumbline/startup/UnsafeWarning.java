package io.plumbline.startup;

import java.lang.reflect.Method;

/**
 * From Java 24 on, the first use of {@code sun.misc.Unsafe} in a process is four lines on its
 * stderr. Byte Buddy and Chronicle use it, and the host's stderr is the host's: the warning counts
 * as given before they do. The price: it is not given to a host that uses {@code Unsafe} itself.
 */
final class UnsafeWarning {
  private UnsafeWarning() {}

  /** Does nothing where there is no such warning. */
  static void countAsGiven() {
    try {
      Method given = Class.forName("sun.misc.Unsafe").getDeclaredMethod("trySetMemoryAccessWarned");
      given.setAccessible(true);
      given.invoke(null);
    } catch (ReflectiveOperationException | RuntimeException notHere) {
      // Before Java 24, or after Unsafe.
    }
  }
}
