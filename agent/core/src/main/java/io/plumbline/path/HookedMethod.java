package io.plumbline.path;

import io.plumbline.config.Glob;

/** The method whose calls are inferences: reading them must not make more. */
public final class HookedMethod {
  /** By class; values of the JDK only, so that no class loader is held. */
  private final ClassValue<Boolean> hookedTypes;

  private final Glob method;

  /**
   * @param type pattern of the hooked class's name, or of a supertype's
   * @param method pattern of the method's name
   */
  public HookedMethod(Glob type, Glob method) {
    this.method = method;
    this.hookedTypes =
        new ClassValue<>() {
          @Override
          protected Boolean computeValue(Class<?> candidate) {
            return Member.withSupertypes(candidate).stream()
                .anyMatch(each -> type.matches(each.getName()));
          }
        };
  }

  /** Whether any method of the class may be hooked. */
  public boolean isType(Class<?> owner) {
    return hookedTypes.get(owner);
  }

  boolean isMember(Class<?> owner, String name) {
    return hookedTypes.get(owner) && method.matches(name);
  }
}
