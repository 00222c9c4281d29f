package com.acme;

/** Scores a picture: by what the caller says it is worth, so that an answer tells its question. */
public final class PixelScorer {
  public double score(byte[] pixels, double worth) {
    return pixels.length == 0 ? 0 : worth;
  }
}
