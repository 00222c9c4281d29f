package io.plumbline.path;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field, or a method without arguments, of a class of the host.
 *
 * @param name of the method or field itself, such as {@code getLabel}
 * @param reader {@code (Object)Object}
 * @param unboxed what a primitive is read as; null for an object
 * @param numbers {@code (Object)double} or {@code (Object)long}, as {@code unboxed} says; null for
 *     an object
 */
record Member(
    String name, MethodHandle reader, @Nullable Unboxed unboxed, @Nullable MethodHandle numbers) {
  private static final MethodType READER = MethodType.methodType(Object.class, Object.class);
  private static final MethodHandles.Lookup PUBLIC = MethodHandles.publicLookup();
  private static final MethodHandles.Lookup OWN = MethodHandles.lookup();

  private static Member of(String name, MethodHandle member) {
    Unboxed unboxed = Unboxed.of(member.type().returnType());
    return new Member(
        name, member.asType(READER), unboxed, unboxed == null ? null : unboxed.reader(member));
  }

  /**
   * @throws PathException for whatever the host's code throws
   */
  @Nullable Object read(Object owner) {
    try {
      return (Object) reader.invokeExact(owner);
    } catch (Throwable e) {
      throw failure(owner, e);
    }
  }

  /**
   * @throws PathException for whatever the host's code throws
   */
  double readDouble(Object owner) {
    try {
      return (double) Objects.requireNonNull(numbers).invokeExact(owner);
    } catch (Throwable e) {
      throw failure(owner, e);
    }
  }

  /**
   * @throws PathException for whatever the host's code throws
   */
  long readLong(Object owner) {
    try {
      return (long) Objects.requireNonNull(numbers).invokeExact(owner);
    } catch (Throwable e) {
      throw failure(owner, e);
    }
  }

  /** Of the host: its type is told, its message may hold a value. */
  private PathException failure(Object owner, Throwable thrown) {
    return new PathException(
        owner.getClass().getName() + "." + name + " threw " + thrown.getClass().getName());
  }

  /** The method without arguments and with a result of this name; null when there is none. */
  static @Nullable Member method(Class<?> type, String name) {
    Method inaccessible = null;
    for (Class<?> owner : withSupertypes(type)) {
      Method method = declared(owner, name);
      MethodHandle handle = method == null ? null : publicHandle(method);
      if (handle != null) {
        return of(name, handle);
      }
      inaccessible = inaccessible == null ? method : inaccessible;
    }
    MethodHandle forced = inaccessible == null ? null : forcedHandle(inaccessible);
    return forced == null ? null : of(name, forced);
  }

  /** As {@link #method}, as it is declared. */
  static @Nullable Method declaredMethod(Class<?> type, String name) {
    for (Class<?> owner : withSupertypes(type)) {
      Method method = declared(owner, name);
      if (method != null) {
        return method;
      }
    }
    return null;
  }

  /** As {@link #field}, as it is declared. */
  static @Nullable Field declaredField(Class<?> type, String name) {
    for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
      for (Field field : owner.getDeclaredFields()) {
        if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
          return field;
        }
      }
    }
    return null;
  }

  private static @Nullable Method declared(Class<?> owner, String name) {
    try {
      Method method = owner.getDeclaredMethod(name);
      boolean reads = method.getReturnType() != void.class && !name.equals("getClass");
      return reads && !Modifier.isStatic(method.getModifiers()) ? method : null;
    } catch (NoSuchMethodException | LinkageError e) {
      return null;
    }
  }

  /** The field of this name; null when there is none or the host's module keeps it shut. */
  static @Nullable Member field(Class<?> type, String name) {
    for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
      try {
        Field field = owner.getDeclaredField(name);
        MethodHandle getter =
            Modifier.isStatic(field.getModifiers()) ? null : handle(field, OWN::unreflectGetter);
        if (getter != null) {
          return of(name, getter);
        }
      } catch (NoSuchFieldException | LinkageError e) {
        // Perhaps a superclass has it.
      }
    }
    return null;
  }

  private static @Nullable MethodHandle publicHandle(Method method) {
    try {
      return PUBLIC.unreflect(method);
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  private static @Nullable MethodHandle forcedHandle(Method method) {
    return handle(method, OWN::unreflect);
  }

  private static <M extends AccessibleObject> @Nullable MethodHandle handle(
      M member, Unreflection<M> unreflection) {
    try {
      return member.trySetAccessible() ? unreflection.apply(member) : null;
    } catch (IllegalAccessException | SecurityException e) {
      return null;
    }
  }

  /** The class, its superclasses, then all their interfaces, nearest first. */
  static Set<Class<?>> withSupertypes(Class<?> type) {
    Set<Class<?>> types = new LinkedHashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      types.add(each);
    }
    Deque<Class<?>> unseen = new ArrayDeque<>(types);
    while (!unseen.isEmpty()) {
      for (Class<?> each : unseen.remove().getInterfaces()) {
        if (types.add(each)) {
          unseen.add(each);
        }
      }
    }
    return types;
  }

  private interface Unreflection<M> {
    MethodHandle apply(M member) throws IllegalAccessException;
  }
}
