package io.plumbline.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One hook: a place in a library, or one entry of {@code methods}.
 *
 * @param type name or pattern of its class
 * @param method what it wants of a method
 * @param role for example {@code inference}
 * @param configured whether the operator named it
 * @param reason why it failed; null when it did not
 * @param methods that it is woven into
 */
public record HookFacts(
    String type,
    String method,
    String role,
    boolean configured,
    State state,
    @Nullable String reason,
    List<MethodFacts> methods) {
  /** How far a hook got. */
  public enum State {
    DISABLED,
    /** No class fits yet. */
    WAITING,
    /** A class fits, none of its methods does. */
    MATCHED,
    FAILED,
    WOVEN
  }

  public HookFacts {
    methods = List.copyOf(methods);
  }
}
