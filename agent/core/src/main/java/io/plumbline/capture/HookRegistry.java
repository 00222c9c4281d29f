package io.plumbline.capture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The hooks that are woven, by the small number that records and ring counters know them by. */
public final class HookRegistry {
  /** The ring header has room for so many. */
  public static final int MAX_HOOKS = 256;

  private volatile RegisteredHook[] hooks = new RegisteredHook[0];

  /**
   * Numbers a woven method. The same method of the same hook keeps its number.
   *
   * @param library value of {@code ml.framework.name}
   * @param function value of {@code code.function.name}, for example {@code
   *     ai.onnxruntime.OrtSession.run}
   * @param origin the hook that it was woven for
   * @throws IllegalStateException when {@value #MAX_HOOKS} are registered
   */
  public synchronized RegisteredHook register(
      String library, String function, @Nullable Object origin) {
    for (RegisteredHook known : hooks) {
      if (known.function().equals(function) && known.origin() == origin) {
        return known;
      }
    }
    int index = hooks.length;
    if (index == MAX_HOOKS) {
      throw new IllegalStateException(
          "more than " + MAX_HOOKS + " hooks; " + function + " is left out");
    }
    RegisteredHook hook = new RegisteredHook(index, library, function, origin);
    RegisteredHook[] more = Arrays.copyOf(hooks, index + 1);
    more[index] = hook;
    hooks = more;
    return hook;
  }

  /** A hook that was not woven, for benchmarks and tests. */
  public RegisteredHook register(String library, String function) {
    return register(library, function, null);
  }

  public RegisteredHook get(int index) {
    return hooks[index];
  }

  public int size() {
    return hooks.length;
  }
}
