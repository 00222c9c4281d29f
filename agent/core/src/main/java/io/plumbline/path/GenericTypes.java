package io.plumbline.path;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What type arguments say of members and elements. */
final class GenericTypes {
  private GenericTypes() {}

  /** {@code List<T>} with its variable replaced. */
  private record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return raw.getDeclaringClass();
    }
  }

  static Class<?> raw(Type type) {
    if (type instanceof Class<?> known) {
      return known;
    }
    if (type instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    }
    if (type instanceof GenericArrayType array) {
      return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
    }
    if (type instanceof WildcardType wildcard) {
      return raw(wildcard.getUpperBounds()[0]);
    }
    return type instanceof TypeVariable<?> variable ? raw(variable.getBounds()[0]) : Object.class;
  }

  /** Of an array. */
  static Type component(Type array) {
    return array instanceof GenericArrayType generic
        ? generic.getGenericComponentType()
        : raw(array).getComponentType();
  }

  /**
   * The type that a member has in {@code owner}.
   *
   * @param declaring class that declares it, with the type {@code declared}
   */
  static Type of(Type owner, Class<?> declaring, Type declared) {
    Type seen = as(owner, declaring);
    return seen == null ? declared : substitute(declared, bindings(seen));
  }

  /**
   * An argument of a supertype, such as the elements of what is a {@code Collection}.
   *
   * @return Object where it is not said
   */
  static Type argument(Type type, Class<?> supertype, int index) {
    return as(type, supertype) instanceof ParameterizedType seen
        ? seen.getActualTypeArguments()[index]
        : Object.class;
  }

  private static @Nullable Type as(Type type, Class<?> supertype) {
    Class<?> raw = raw(type);
    if (raw == supertype) {
      return type;
    }
    List<Type> supertypes = new ArrayList<>(Arrays.asList(raw.getGenericInterfaces()));
    if (raw.getGenericSuperclass() != null) {
      supertypes.add(0, raw.getGenericSuperclass());
    }
    for (Type each : supertypes) {
      Type found = as(substitute(each, bindings(type)), supertype);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Map<Type, Type> bindings(Type type) {
    Map<Type, Type> bindings = new HashMap<>();
    if (type instanceof ParameterizedType parameterized) {
      TypeVariable<?>[] variables = raw(type).getTypeParameters();
      Type[] arguments = parameterized.getActualTypeArguments();
      for (int i = 0; i < variables.length; i++) {
        bindings.put(variables[i], arguments[i]);
      }
    }
    return bindings;
  }

  private static Type substitute(Type type, Map<Type, Type> bindings) {
    if (type instanceof ParameterizedType parameterized) {
      List<Type> arguments = new ArrayList<>();
      for (Type argument : parameterized.getActualTypeArguments()) {
        arguments.add(substitute(argument, bindings));
      }
      return new Parameterized(raw(type), arguments);
    }
    if (type instanceof GenericArrayType array) {
      Class<?> component = raw(substitute(array.getGenericComponentType(), bindings));
      return Array.newInstance(component, 0).getClass();
    }
    if (type instanceof WildcardType wildcard) {
      return substitute(wildcard.getUpperBounds()[0], bindings);
    }
    return bindings.getOrDefault(type, type);
  }
}
