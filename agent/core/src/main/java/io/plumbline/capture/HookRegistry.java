package io.plumbline.capture;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hooks that are woven, by the small number that records and ring counters know them by. */
public final class HookRegistry {
  /** The ring header has room for so many. */
  public static final int MAX_HOOKS = 256;

  private final BitSet retired = new BitSet();
  private volatile RegisteredHook[] hooks = new RegisteredHook[0];

  /**
   * Numbers a woven method. The same method of the same hook keeps its number, also when it comes
   * again after it was retired; then its hook may be another one.
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
      if (known.is(library, function) && Objects.equals(known.origin(), origin)) {
        retired.clear(known.index());
        return known;
      }
    }
    for (RegisteredHook known : hooks) {
      if (known.is(library, function) && retired.get(known.index())) {
        return again(known, origin);
      }
    }
    return add(library, function, origin);
  }

  private RegisteredHook again(RegisteredHook known, @Nullable Object origin) {
    RegisteredHook hook =
        new RegisteredHook(known.index(), known.library(), known.function(), origin);
    RegisteredHook[] changed = hooks.clone();
    changed[hook.index()] = hook;
    hooks = changed;
    retired.clear(hook.index());
    return hook;
  }

  private RegisteredHook add(String library, String function, @Nullable Object origin) {
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

  /**
   * Other hooks are in force from now on. What was woven for one that is not among them is retired:
   * its number stays its own, its counters stay what they are.
   *
   * @param origins of the hooks in force
   */
  public synchronized void retain(Set<?> origins) {
    for (RegisteredHook known : hooks) {
      if (known.origin() != null && !origins.contains(known.origin())) {
        retired.set(known.index());
      }
    }
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
