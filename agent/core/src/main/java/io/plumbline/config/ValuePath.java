package io.plumbline.config;

import java.util.List;

/**
 * Where in a call a value stands: {@code return.scores[1]}, {@code arg0}, {@code this.version}.
 *
 * <pre>
 * path = root step*
 * root = "this" | "return" | "arg" digits
 * step = "." name            a map's key, a record's component, a bean's property, a method without
 *                            arguments or a field, whichever is there first
 *      | "." name "()"       a method without arguments
 *      | "[" digits "]"      an element of an array, list, sequence or tuple
 *      | "[*]"               each element; the steps after it are taken from each
 *      | '["' text '"]'      a map's key that is no name
 * </pre>
 *
 * @param text as it was written
 * @param argument index of the argument; 0 where the root is another
 */
public record ValuePath(String text, Root root, int argument, List<Step> steps) {
  /** What of the call a path starts at. */
  public enum Root {
    THIS,
    ARGUMENT,
    RETURN
  }

  /** From one value to the next. */
  public sealed interface Step {}

  /** {@code .name}. */
  public record Property(String name) implements Step {
    @Override
    public String toString() {
      return "." + name;
    }
  }

  /** {@code .name()}. */
  public record Call(String name) implements Step {
    @Override
    public String toString() {
      return "." + name + "()";
    }
  }

  /** {@code [1]}. */
  public record Index(int index) implements Step {
    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  /** {@code [*]}. */
  public record Each() implements Step {
    @Override
    public String toString() {
      return "[*]";
    }
  }

  /** {@code ["key"]}. */
  public record Key(String key) implements Step {
    @Override
    public String toString() {
      return "[\"" + key + "\"]";
    }
  }

  public ValuePath {
    steps = List.copyOf(steps);
  }

  /**
   * @throws IllegalArgumentException that says what was expected and at which column, from 1
   */
  public static ValuePath parse(String text) {
    return new ValuePathParser(text).parse();
  }

  /** True for what can only be a path, where a literal may stand as well. */
  static boolean looksLikePath(String text) {
    return text.matches("(this|return|arg[0-9]+)([.\\[].*)?");
  }

  /** True when there is nothing to read before the method has returned. */
  public boolean needsResult() {
    return root == Root.RETURN;
  }

  @Override
  public String toString() {
    return text;
  }
}
