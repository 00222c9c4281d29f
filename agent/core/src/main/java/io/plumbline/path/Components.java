package io.plumbline.path;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a class, each a possible feature: the components of a record or Scala's case
 * class, the getters of a bean, else its fields; in the order of the source where the class file
 * still tells.
 */
public final class Components {
  static final Components NONE = new Components(Map.of());

  private final String[] names;
  private final Member[] members;

  private Components(Map<String, Member> byName) {
    names = byName.keySet().toArray(String[]::new);
    members = byName.values().toArray(Member[]::new);
  }

  /** Of an object of the host; none for values of the JDK. */
  public static Components of(Object value) {
    return HostType.of(value).components();
  }

  static Components of(Class<?> type) {
    Map<String, Member> found = new LinkedHashMap<>();
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        put(found, component.getName(), Member.method(type, component.getName()));
      }
    } else if (ScalaKind.of(type) == ScalaKind.PRODUCT) {
      putAccessors(found, type);
    } else {
      putGetters(found, type);
      if (found.isEmpty()) {
        putAccessors(found, type);
      }
      if (found.isEmpty()) {
        fields(type)
            .forEach(field -> put(found, field.getName(), Member.field(type, field.getName())));
      }
    }
    return new Components(found);
  }

  private static void put(Map<String, Member> found, String name, @Nullable Member member) {
    if (member != null) {
      found.putIfAbsent(name, member);
    }
  }

  /** Public methods that are called like a field. */
  private static void putAccessors(Map<String, Member> found, Class<?> type) {
    for (Field field : fields(type)) {
      if (isPublicMethod(type, field.getName())) {
        put(found, field.getName(), Member.method(type, field.getName()));
      }
    }
  }

  private static boolean isPublicMethod(Class<?> type, String name) {
    try {
      return type.getMethod(name).getReturnType() != void.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static void putGetters(Map<String, Member> found, Class<?> type) {
    List<String> order = fields(type).stream().map(Field::getName).toList();
    Map<String, Method> getters = new LinkedHashMap<>();
    for (Method method : type.getMethods()) {
      String property = property(method);
      if (property != null) {
        getters.putIfAbsent(property, method);
      }
    }
    getters.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Method>>comparingInt(e -> position(order, e.getKey()))
                .thenComparing(Map.Entry::getKey))
        .forEach(e -> put(found, e.getKey(), Member.method(type, e.getValue().getName())));
  }

  private static int position(List<String> order, String name) {
    int position = order.indexOf(name);
    return position < 0 ? Integer.MAX_VALUE : position;
  }

  /** The name that a getter stands for; null for a method that is none. */
  private static @Nullable String property(Method method) {
    Class<?> result = method.getReturnType();
    if (method.getParameterCount() > 0
        || result == void.class
        || Modifier.isStatic(method.getModifiers())
        || method.getDeclaringClass() == Object.class) {
      return null;
    }
    String name = method.getName();
    if (name.startsWith("get") && name.length() > 3) {
      return decapitalised(name.substring(3));
    }
    boolean isBoolean = result == boolean.class || result == Boolean.class;
    return isBoolean && name.startsWith("is") && name.length() > 2
        ? decapitalised(name.substring(2))
        : null;
  }

  private static String decapitalised(String name) {
    boolean acronym = name.length() > 1 && Character.isUpperCase(name.charAt(1));
    return acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** Superclasses first, as a reader of the source would list them. */
  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> owner = type;
        owner != null && owner != Object.class;
        owner = owner.getSuperclass()) {
      fields.addAll(
          0,
          Arrays.stream(owner.getDeclaredFields())
              .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
              .toList());
    }
    return fields;
  }

  public int count() {
    return names.length;
  }

  public String name(int index) {
    return names[index];
  }

  /**
   * @throws PathException when the host's getter throws
   */
  public @Nullable Object read(int index, Object owner) {
    return members[index].read(owner);
  }

  /** What a primitive is read as; null for an object, and for a {@code char}. */
  public @Nullable Unboxed unboxed(int index) {
    return members[index].unboxed();
  }

  /**
   * A {@link Unboxed#FLOAT} or {@link Unboxed#DOUBLE}.
   *
   * @throws PathException when the host's getter throws
   */
  public double readDouble(int index, Object owner) {
    return members[index].readDouble(owner);
  }

  /**
   * A {@link Unboxed#LONG} or {@link Unboxed#BOOLEAN}.
   *
   * @throws PathException when the host's getter throws
   */
  public long readLong(int index, Object owner) {
    return members[index].readLong(owner);
  }

  /** True when reading it would be one more inference. */
  public boolean isHooked(int index, Object owner, HookedMethod hooked) {
    return hooked.isMember(owner.getClass(), members[index].name());
  }

  /** For an error: what is there. */
  @Override
  public String toString() {
    return String.join(", ", Arrays.copyOf(names, Math.min(names.length, 10)));
  }
}
