package io.plumbline.path;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What stands around a value without being one. */
public final class SeeThrough {
  private static final int MAX_DEPTH = 8;

  private SeeThrough() {}

  /**
   * The value inside an {@code Optional}, Scala's {@code Option} and {@code Try}, and a {@code
   * CompletionStage} that has completed.
   *
   * @return null for an empty one
   * @throws PathException for one that failed or is not complete
   */
  public static @Nullable Object unwrap(@Nullable Object value) {
    Object inner = value;
    for (int depth = 0; depth < MAX_DEPTH && inner != null; depth++) {
      Object next = once(inner);
      if (next == inner) {
        return inner;
      }
      inner = next;
    }
    return inner;
  }

  /** True for what {@link #unwrap} looks into. */
  static boolean isWrapper(Object value) {
    return value instanceof Optional
        || value instanceof CompletionStage
        || value instanceof OptionalDouble
        || value instanceof OptionalInt
        || value instanceof OptionalLong
        || isScalaWrapper(HostType.of(value).scala());
  }

  private static boolean isScalaWrapper(ScalaKind kind) {
    return kind == ScalaKind.OPTION || kind == ScalaKind.TRY;
  }

  /** The exception of a Scala {@code Failure}, or a returned {@link Throwable}; else null. */
  public static @Nullable Throwable failure(@Nullable Object value) {
    if (value instanceof Throwable returned) {
      return returned;
    }
    if (value == null
        || HostType.of(value).scala() != ScalaKind.TRY
        || !isTrue(value, "isFailure")) {
      return null;
    }
    return call(value, "exception") instanceof Throwable failed ? failed : null;
  }

  private static @Nullable Object once(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.orElse(null);
    }
    if (value instanceof CompletionStage<?> stage) {
      return completed(stage);
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? optional.getAsDouble() : null;
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? optional.getAsInt() : null;
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? optional.getAsLong() : null;
    }
    return switch (HostType.of(value).scala()) {
      case OPTION -> isTrue(value, "isEmpty") ? null : call(value, "get");
      case TRY -> succeeded(value);
      default -> value;
    };
  }

  private static @Nullable Object succeeded(Object attempt) {
    if (isTrue(attempt, "isFailure")) {
      throw new PathException("the " + attempt.getClass().getName() + " holds an exception");
    }
    return call(attempt, "get");
  }

  private static @Nullable Object completed(CompletionStage<?> stage) {
    CompletableFuture<?> future;
    try {
      future = stage.toCompletableFuture();
    } catch (RuntimeException e) {
      throw new PathException(stage.getClass().getName() + " cannot be looked into");
    }
    if (!future.isDone() || future.isCompletedExceptionally()) {
      throw new PathException("the " + stage.getClass().getName() + " holds no value yet");
    }
    return future.join();
  }

  private static boolean isTrue(Object value, String name) {
    return Boolean.TRUE.equals(call(value, name));
  }

  private static @Nullable Object call(Object value, String name) {
    HostType type = HostType.of(value);
    Member member = type.call(name);
    if (member == null) {
      throw new PathException(type.name() + " has no method " + name + "()");
    }
    return member.read(value);
  }
}
