package io.plumbline.capture;

/** The two 16-bit floating point formats, widened. */
final class HalfFloats {
  private HalfFloats() {}

  /** IEEE 754 binary16. */
  static float fromFp16(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1F;
    int mantissa = bits & 0x3FF;
    if (exponent == 0) {
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int widened = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | widened << 23 | mantissa << 13);
  }

  /** The upper half of a binary32. */
  static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
