package io.plumbline.cli.check;

/**
 * Something to know of an entry.
 *
 * @param isError it cannot work so; else it may
 * @param where {@code methods[0].prediction.label}
 * @param message names what is there instead
 */
public record Finding(boolean isError, String where, String message) {
  @Override
  public String toString() {
    return where + ": " + message;
  }
}
