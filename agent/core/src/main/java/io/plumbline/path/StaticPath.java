package io.plumbline.path;

import io.plumbline.config.Suggestion;
import io.plumbline.config.ValuePath;
import io.plumbline.config.ValuePath.Step;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows a path through the types of a method, without a call: what {@link PathReader} will find,
 * as far as types say it. Initialises no class.
 */
public final class StaticPath {
  private static final int MAX_DEPTH = 8;

  /** Types that say nothing of what is there. */
  private static final Set<Class<?>> ANYTHING =
      Set.of(Object.class, Comparable.class, Serializable.class, Cloneable.class);

  private final Method method;
  private final Function<Class<?>, List<Class<?>>> subtypes;

  /** Where a path leads. */
  public sealed interface Lead {}

  /**
   * To this type; to several values of it when {@code many}.
   *
   * @param type without what {@link SeeThrough} looks into
   */
  public record Found(Class<?> type, boolean many) implements Lead {}

  /** To something that only a call tells. */
  public record Open(String why) implements Lead {}

  /** Nowhere. */
  public record Broken(String problem) implements Lead {}

  /**
   * @param subtypes of a class, as far as they are known: what is missing in it may be there
   */
  public StaticPath(Method method, Function<Class<?>, List<Class<?>>> subtypes) {
    this.method = method;
    this.subtypes = subtypes;
  }

  public Lead follow(ValuePath path) {
    Type start;
    switch (path.root()) {
      case THIS -> {
        if (Modifier.isStatic(method.getModifiers())) {
          return new Broken("the method is static, there is no this");
        }
        start = method.getDeclaringClass();
      }
      case RETURN -> start = method.getGenericReturnType();
      default -> {
        int count = method.getParameterCount();
        if (path.argument() >= count) {
          boolean isDefault = path.argument() == 0 && path.steps().isEmpty();
          return isDefault
              ? new Open("the method has no arguments, so no features")
              : new Broken("the method has " + count + " arguments, no arg" + path.argument());
        }
        start = method.getGenericParameterTypes()[path.argument()];
      }
    }
    if (start == void.class) {
      return new Broken("the method returns nothing");
    }
    return follow(start, path.steps(), false);
  }

  private Lead follow(Type start, List<Step> steps, boolean many) {
    Type type = start;
    boolean each = many;
    for (Step step : steps) {
      Object next =
          step instanceof ValuePath.Call call ? call(type, call.name()) : next(type, step);
      if (next instanceof Lead lead) {
        return lead;
      }
      type = (Type) next;
      each |= step instanceof ValuePath.Each;
    }
    Class<?> end = GenericTypes.raw(unwrap(type));
    return ANYTHING.contains(end) ? open(end) : new Found(end, each);
  }

  private static Open open(Class<?> type) {
    return new Open(type.getName() + " may be anything");
  }

  /** A {@link Type}, or a {@link Lead} where it ends. */
  private Object call(Type type, String name) {
    Object direct = member(type, List.of(name), false);
    return direct instanceof Broken && unwrap(type) != type
        ? member(unwrap(type), List.of(name), false)
        : direct;
  }

  private Object next(Type wrapped, Step step) {
    Type type = unwrap(wrapped);
    Class<?> raw = GenericTypes.raw(type);
    if (ANYTHING.contains(raw) || isOfScala(raw)) {
      return open(raw);
    }
    if (step instanceof ValuePath.Each) {
      return element(type, raw, step, raw.isArray() && !raw.getComponentType().isPrimitive());
    }
    if (step instanceof ValuePath.Index) {
      return element(type, raw, step, raw.isArray());
    }
    boolean isMap = Map.class.isAssignableFrom(raw);
    if (isMap) {
      return GenericTypes.argument(type, Map.class, 1);
    }
    if (step instanceof ValuePath.Key) {
      return new Broken(raw.getTypeName() + " is no map, so it has no " + step);
    }
    String name = ((ValuePath.Property) step).name();
    return raw.isArray() && name.equals("length")
        ? int.class
        : member(type, HostType.accessors(name), true);
  }

  private static boolean isOfScala(Class<?> raw) {
    return ScalaKind.of(raw) != ScalaKind.NONE;
  }

  private static Object element(Type type, Class<?> raw, Step step, boolean isArray) {
    if (isArray) {
      return GenericTypes.component(type);
    }
    Class<?> many = step instanceof ValuePath.Each ? Collection.class : Iterable.class;
    return many.isAssignableFrom(raw)
        ? GenericTypes.argument(type, Iterable.class, 0)
        : new Broken(raw.getTypeName() + " has no elements, so no " + step);
  }

  private Object member(Type type, List<String> methods, boolean orField) {
    Class<?> raw = GenericTypes.raw(type);
    String name = methods.get(methods.size() - 1);
    for (String each : methods) {
      Method found = Member.declaredMethod(raw, each);
      if (found != null && found.equals(method)) {
        return new Broken(each + " is the hooked method; a path does not call it");
      }
      if (found != null) {
        return GenericTypes.of(type, found.getDeclaringClass(), found.getGenericReturnType());
      }
    }
    Field field = orField ? Member.declaredField(raw, name) : null;
    return field == null
        ? missing(raw, methods, orField)
        : GenericTypes.of(type, field.getDeclaringClass(), field.getGenericType());
  }

  private Lead missing(Class<?> raw, List<String> methods, boolean orField) {
    String name = methods.get(methods.size() - 1);
    for (Class<?> subtype : subtypes.apply(raw)) {
      boolean isThere =
          methods.stream().anyMatch(each -> Member.declaredMethod(subtype, each) != null)
              || (orField && Member.declaredField(subtype, name) != null);
      if (isThere) {
        return new Open("only some subtypes of " + raw.getName() + " have " + name);
      }
    }
    Collection<String> there = orField ? properties(raw) : calls(raw);
    String what = orField ? name : "method " + name + "()";
    String suggestion = Suggestion.of(name, there);
    return new Broken(
        raw.getTypeName()
            + " has no "
            + what
            + suggestion
            + (there.isEmpty() ? "" : "; it has " + String.join(", ", there)));
  }

  private static Collection<String> properties(Class<?> raw) {
    List<String> names = new ArrayList<>();
    Components components = Components.of(raw);
    for (int i = 0; i < components.count(); i++) {
      names.add(components.name(i));
    }
    return names;
  }

  private static Collection<String> calls(Class<?> raw) {
    Set<String> names = new TreeSet<>();
    for (Class<?> owner : Member.withSupertypes(raw)) {
      for (Method each : owner == Object.class ? new Method[0] : owner.getDeclaredMethods()) {
        boolean reads = each.getParameterCount() == 0 && each.getReturnType() != void.class;
        if (reads && !each.isSynthetic() && !Modifier.isStatic(each.getModifiers())) {
          names.add(each.getName());
        }
      }
    }
    return names.stream().limit(20).toList();
  }

  /** As {@link SeeThrough#unwrap}. */
  private static Type unwrap(Type type) {
    Type inner = type;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      Type next = once(inner);
      if (next == null) {
        return inner;
      }
      inner = next;
    }
    return inner;
  }

  private static @Nullable Type once(Type type) {
    Class<?> raw = GenericTypes.raw(type);
    if (raw == Optional.class) {
      return GenericTypes.argument(type, Optional.class, 0);
    }
    if (CompletionStage.class.isAssignableFrom(raw)) {
      return GenericTypes.argument(type, CompletionStage.class, 0);
    }
    if (raw == OptionalDouble.class) {
      return double.class;
    }
    if (raw == OptionalInt.class) {
      return int.class;
    }
    return raw == OptionalLong.class ? long.class : null;
  }
}
