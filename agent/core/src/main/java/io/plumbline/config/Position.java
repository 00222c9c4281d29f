package io.plumbline.config;

/**
 * A place in a file.
 *
 * @param file its name as it was given
 * @param line from 1; likewise {@code column}, in characters
 */
public record Position(String file, int line, int column) {
  /** {@code plumbline.yaml:3:14}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
