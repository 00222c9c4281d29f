package io.plumbline.discover;

import java.util.Map;

/** As a library has them: much speaks for each of many methods. */
@SuppressWarnings("unused") // looked at, never called
final class LibraryModel {
  float[] predict(float[] x) {
    return x;
  }

  float[] predict(float[] x, int from) {
    return x;
  }

  float[] predict(float[] x, int from, int to) {
    return x;
  }

  double predict(double[] x) {
    return 0;
  }

  double predict(double[] x, int from) {
    return 0;
  }

  double predict(double[] x, int from, int to) {
    return 0;
  }

  float[] score(float[] x) {
    return x;
  }

  float[] score(float[] x, int from) {
    return x;
  }

  float[] score(float[] x, int from, int to) {
    return x;
  }

  double score(double[] x) {
    return 0;
  }

  double score(double[] x, int from) {
    return 0;
  }

  double score(double[] x, int from, int to) {
    return 0;
  }

  float[] classify(float[] x) {
    return x;
  }

  float[] classify(float[] x, int from) {
    return x;
  }

  float[] classify(float[] x, int from, int to) {
    return x;
  }

  double classify(Map<String, Double> x) {
    return 0;
  }

  double classify(double[] x) {
    return 0;
  }

  double classify(double[] x, int from) {
    return 0;
  }
}
