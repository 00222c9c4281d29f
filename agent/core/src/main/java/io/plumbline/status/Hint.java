package io.plumbline.status;

/**
 * Something to do.
 *
 * @param code stable, for machines
 * @param text what is the matter and what to do about it, in one or two sentences
 * @param problem false for what may well be as it should
 */
public record Hint(String code, String text, boolean problem) {
  static Hint problem(String code, String text) {
    return new Hint(code, text, true);
  }

  static Hint note(String code, String text) {
    return new Hint(code, text, false);
  }
}
