package io.plumbline.intercept;

/**
 * Which classes a hook is woven into.
 *
 * <p>Prefer {@link Exact}: the other two look at every class that is loaded.
 */
public sealed interface TypeMatch {
  /**
   * The class of this name.
   *
   * @param name binary, for example {@code ai.onnxruntime.OrtSession}
   */
  record Exact(String name) implements TypeMatch {}

  /**
   * The class or interface of this name and all below it.
   *
   * @param packagePrefix only classes whose name starts so; may be empty
   */
  record SubtypesOf(String name, String packagePrefix) implements TypeMatch {}

  /**
   * Classes whose name fits, and all below them.
   *
   * @param pattern binary name in which {@code *} stands for any characters
   */
  record Named(String pattern) implements TypeMatch {}
}
