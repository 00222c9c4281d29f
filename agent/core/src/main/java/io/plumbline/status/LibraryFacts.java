package io.plumbline.status;

import java.util.List;

/**
 * One library, or the configured methods of that name.
 *
 * @param disabled by {@code instrumentation.disabled}
 */
public record LibraryFacts(String name, boolean disabled, List<HookFacts> hooks) {
  public LibraryFacts {
    hooks = List.copyOf(hooks);
  }

  /** The hook that got furthest says how far the library is. */
  public HookFacts.State state() {
    if (disabled) {
      return HookFacts.State.DISABLED;
    }
    return hooks.stream()
        .map(HookFacts::state)
        .max(HookFacts.State::compareTo)
        .orElse(HookFacts.State.WAITING);
  }
}
