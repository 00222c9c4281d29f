package io.plumbline.telemetry;

import java.util.AbstractList;
import java.util.RandomAccess;

/** A {@code double[]} as the list that an attribute wants, boxed only when read. */
final class DoubleList extends AbstractList<Double> implements RandomAccess {
  private final double[] values;

  /**
   * @param values kept, not copied
   */
  DoubleList(double... values) {
    this.values = values;
  }

  @Override
  public Double get(int index) {
    return values[index];
  }

  @Override
  public int size() {
    return values.length;
  }
}
