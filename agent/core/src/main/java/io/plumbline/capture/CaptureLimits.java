package io.plumbline.capture;

/**
 * How much of one call is copied. Where a limit cuts something, the record says so.
 *
 * @param maxRows rows of each tensor
 * @param maxValuesPerRow values of each row
 * @param maxStringBytes UTF-8 bytes of each string
 * @param maxRecordBytes bytes of the whole record
 * @param maxInFlight inferences at one time whose values are copied; more are only counted
 */
public record CaptureLimits(
    int maxRows, int maxValuesPerRow, int maxStringBytes, int maxRecordBytes, int maxInFlight) {
  public static final CaptureLimits DEFAULT = new CaptureLimits(64, 256, 256, 64 << 10, 256);

  public CaptureLimits {
    requirePositive("maxRows", maxRows);
    requirePositive("maxValuesPerRow", maxValuesPerRow);
    requirePositive("maxStringBytes", maxStringBytes);
    requirePositive("maxInFlight", maxInFlight);
    if (maxRecordBytes < RecordBuffer.INITIAL_BYTES) {
      throw new IllegalArgumentException(
          "maxRecordBytes must be at least " + RecordBuffer.INITIAL_BYTES);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, is " + value);
    }
  }
}
