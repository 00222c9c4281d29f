package io.plumbline.intercept;

/**
 * Which classes a hook is woven into.
 *
 * <p>Prefer {@link Exact}: the other one looks at every class that is loaded.
 */
public sealed interface TypeMatch {
  /** Of the class that is meant, as it was written. */
  String name();

  /**
   * The class of this name.
   *
   * @param name binary, for example {@code ai.onnxruntime.OrtSession}
   */
  record Exact(String name) implements TypeMatch {}

  /**
   * Classes whose name fits, and all below them.
   *
   * @param name binary in which {@code *} stands for any characters
   * @param method name of the hook's methods, in which {@code *} stands for any characters: what
   *     lets most classes go without a look at what is above them
   */
  record Named(String name, String method) implements TypeMatch {}
}
