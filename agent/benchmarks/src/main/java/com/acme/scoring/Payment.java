package com.acme.scoring;

/** 32 features that have names and a type. */
record Payment(
    float f0,
    float f1,
    float f2,
    float f3,
    float f4,
    float f5,
    float f6,
    float f7,
    float f8,
    float f9,
    float f10,
    float f11,
    float f12,
    float f13,
    float f14,
    float f15,
    float f16,
    float f17,
    float f18,
    float f19,
    float f20,
    float f21,
    float f22,
    float f23,
    float f24,
    float f25,
    float f26,
    float f27,
    float f28,
    float f29,
    float f30,
    float f31) {
  static Payment example() {
    return new Payment(
        0 / 4f, 1 / 4f, 2 / 4f, 3 / 4f, 4 / 4f, 5 / 4f, 6 / 4f, 7 / 4f, 8 / 4f, 9 / 4f, 10 / 4f,
        11 / 4f, 12 / 4f, 13 / 4f, 14 / 4f, 15 / 4f, 16 / 4f, 17 / 4f, 18 / 4f, 19 / 4f, 20 / 4f,
        21 / 4f, 22 / 4f, 23 / 4f, 24 / 4f, 25 / 4f, 26 / 4f, 27 / 4f, 28 / 4f, 29 / 4f, 30 / 4f,
        31 / 4f);
  }
}
