package io.plumbline.telemetry;

/** A limit that several {@link BoundedSeries} share. */
final class SeriesBudget {
  private int left;

  SeriesBudget(int limit) {
    this.left = limit;
  }

  /** Takes a place, where there is one. */
  boolean take() {
    if (left <= 0) {
      return false;
    }
    left--;
    return true;
  }

  /** Places that were taken before. */
  void taken(int places) {
    left -= places;
  }
}
