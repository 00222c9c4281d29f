package io.plumbline.path;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a class of the host. Lives beside the class and dies with it; how many names are
 * asked for is bounded by the configuration.
 */
final class HostType {
  private final Class<?> type;
  private final ScalaKind scala;
  private final Map<String, Optional<Member>> calls = new ConcurrentHashMap<>();
  private final Map<String, Optional<Member>> properties = new ConcurrentHashMap<>();
  private volatile @Nullable Components components;

  HostType(Class<?> type) {
    this.type = type;
    this.scala = ScalaKind.of(type);
  }

  static HostType of(Object value) {
    return HostTypes.of(value.getClass());
  }

  String name() {
    return type.getName();
  }

  ScalaKind scala() {
    return scala;
  }

  /** The method {@code name()}; null when there is none. */
  @Nullable Member call(String name) {
    Optional<Member> known = calls.get(name);
    if (known == null) {
      known = Optional.ofNullable(Member.method(type, name));
      calls.put(name, known);
    }
    return known.orElse(null);
  }

  /** {@code getName()}, {@code isName()}, {@code name()} or the field; null when there is none. */
  @Nullable Member property(String name) {
    Optional<Member> known = properties.get(name);
    if (known == null) {
      known = Optional.ofNullable(findProperty(name));
      properties.put(name, known);
    }
    return known.orElse(null);
  }

  /** Methods that a property may be read by; the first that is there. */
  static List<String> accessors(String name) {
    String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return List.of("get" + capital, "is" + capital, name);
  }

  private @Nullable Member findProperty(String name) {
    if (type.isRecord()) {
      Member component = Member.method(type, name);
      if (component != null) {
        return component;
      }
    }
    for (String method : accessors(name)) {
      Member member = Member.method(type, method);
      if (member != null) {
        return member;
      }
    }
    return Member.field(type, name);
  }

  /** Its properties, in order; empty for a class of the JDK, which is a value or holds none. */
  Components components() {
    Components known = components;
    if (known == null) {
      known = isOfJdk() ? Components.NONE : Components.of(type);
      components = known;
    }
    return known;
  }

  private boolean isOfJdk() {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }
}
