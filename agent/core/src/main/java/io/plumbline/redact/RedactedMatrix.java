package io.plumbline.redact;

import org.jspecify.annotations.Nullable;

/** A tensor of several columns: the field of each, and what they have in common. */
public final class RedactedMatrix {
  private final RedactedField whole;
  private final RedactedField @Nullable [] columns;
  private final boolean leftOut;
  private final boolean keepsShortNumbers;
  private final boolean keepsNumbers;

  /**
   * @param whole of the tensor itself, and of columns that have none of their own
   * @param columns null when all are as the whole
   */
  RedactedMatrix(RedactedField whole, RedactedField @Nullable [] columns) {
    this.whole = whole;
    this.columns = columns;
    boolean anyWritten = columns == null && !whole.isLeftOut();
    boolean allShort = columns != null || whole.rule().keepsShortNumbers();
    boolean all = columns != null || whole.rule().keepsNumbers();
    if (columns != null) {
      for (RedactedField column : columns) {
        anyWritten |= !column.isLeftOut();
        allShort &= column.rule().keepsShortNumbers();
        all &= column.rule().keepsNumbers();
      }
    }
    this.leftOut = !anyWritten;
    this.keepsShortNumbers = allShort;
    this.keepsNumbers = all;
  }

  /** Of the tensor itself. */
  public RedactedField whole() {
    return whole;
  }

  /** True when all columns are as the whole. */
  public boolean isUniform() {
    return columns == null;
  }

  public RedactedField column(int index) {
    return columns == null || index >= columns.length ? whole : columns[index];
  }

  /** True when not even the name is written. */
  public boolean isLeftOut() {
    return leftOut;
  }

  /** As {@link ValueRule#keepsShortNumbers}, of every column. */
  public boolean keepsShortNumbers() {
    return keepsShortNumbers;
  }

  /** As {@link ValueRule#keepsNumbers}, of every column. */
  public boolean keepsNumbers() {
    return keepsNumbers;
  }
}
