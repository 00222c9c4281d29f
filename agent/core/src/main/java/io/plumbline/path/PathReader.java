package io.plumbline.path;

import io.plumbline.config.ValuePath;
import io.plumbline.config.ValuePath.Step;
import org.jspecify.annotations.Nullable;

/** Reads the value that one path leads to, of one call after another. */
public final class PathReader {
  /** Elements that a {@code [*]} looks at; capture takes no more rows than this in any case. */
  private static final int MAX_EACH = 1024;

  private final ValuePath path;
  private final Step[] steps;
  private final HookedMethod hooked;

  public PathReader(ValuePath path, HookedMethod hooked) {
    this.path = path;
    this.steps = path.steps().toArray(Step[]::new);
    this.hooked = hooked;
  }

  public ValuePath path() {
    return path;
  }

  /**
   * @param self null for a static method
   * @param result null as long as the method has not returned
   * @return null when there is none, such as an empty {@code Optional} or the absent key of a map
   * @throws PathException when the path breaks before its end
   */
  public @Nullable Object read(
      @Nullable Object self, @Nullable Object[] arguments, @Nullable Object result) {
    Object value =
        switch (path.root()) {
          case THIS -> self;
          case ARGUMENT -> argument(arguments);
          case RETURN -> result;
        };
    return follow(0, value);
  }

  private @Nullable Object follow(int first, @Nullable Object start) {
    Object value = start;
    for (int i = first; i < steps.length; i++) {
      if (steps[i] instanceof ValuePath.Each) {
        return followEach(i, value);
      }
      value = apply(steps[i], value);
    }
    return SeeThrough.unwrap(value);
  }

  private @Nullable Object[] followEach(int step, @Nullable Object wrapped) {
    Object many = SeeThrough.unwrap(wrapped);
    if (many == null) {
      throw isNull(steps[step]);
    }
    if (!Elements.isMany(many)) {
      throw new PathException(many.getClass().getTypeName() + " has no elements, so no [*]");
    }
    @Nullable Object[] elements = Elements.first(many, MAX_EACH);
    @Nullable Object[] values = new @Nullable Object[elements.length];
    for (int i = 0; i < elements.length; i++) {
      values[i] = follow(step + 1, elements[i]);
    }
    return values;
  }

  private @Nullable Object argument(@Nullable Object[] arguments) {
    int index = path.argument();
    if (index < arguments.length) {
      return arguments[index];
    }
    if (index == 0 && steps.length == 0) {
      // The default of a method without arguments: it has no features.
      return null;
    }
    throw new PathException("the method has " + arguments.length + " arguments, no arg" + index);
  }

  private @Nullable Object apply(Step step, @Nullable Object value) {
    if (value == null) {
      throw isNull(step);
    }
    if (step instanceof ValuePath.Call call) {
      return call(value, call.name());
    }
    Object owner = SeeThrough.unwrap(value);
    if (owner == null) {
      throw isNull(step);
    }
    if (step instanceof ValuePath.Index index) {
      return Elements.at(owner, index.index());
    }
    if (step instanceof ValuePath.Key key) {
      return Elements.valueOf(owner, key.key());
    }
    return property(owner, ((ValuePath.Property) step).name());
  }

  private static PathException isNull(Step step) {
    return new PathException("what " + step + " is asked of is null");
  }

  /** {@code Try.get()} is a method of the wrapper, {@code dataset()} of what is inside. */
  private @Nullable Object call(Object value, String name) {
    Member member = HostType.of(value).call(name);
    Object owner = value;
    if (member == null && SeeThrough.isWrapper(value)) {
      owner = SeeThrough.unwrap(value);
      member = owner == null ? null : HostType.of(owner).call(name);
    }
    if (member == null || owner == null) {
      throw new PathException(value.getClass().getName() + " has no method " + name + "()");
    }
    return read(member, owner);
  }

  private @Nullable Object property(Object owner, String name) {
    if (Elements.isMap(owner)) {
      return Elements.valueOf(owner, name);
    }
    if (name.equals("length") && owner.getClass().isArray()) {
      return Elements.size(owner);
    }
    Member member = HostType.of(owner).property(name);
    if (member == null) {
      String known = Components.of(owner).toString();
      throw new PathException(
          owner.getClass().getTypeName()
              + " has no "
              + name
              + (known.isEmpty() ? "" : "; it has " + known));
    }
    return read(member, owner);
  }

  private @Nullable Object read(Member member, Object owner) {
    if (hooked.isMember(owner.getClass(), member.name())) {
      throw new PathException(member.name() + " is the hooked method; a path does not call it");
    }
    return member.read(owner);
  }
}
