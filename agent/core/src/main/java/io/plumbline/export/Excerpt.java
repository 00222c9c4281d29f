package io.plumbline.export;

/** A receiver's words, fit for a line of our log: bounded, and without line breaks. */
final class Excerpt {
  private static final int MAX_CHARS = 300;

  private Excerpt() {}

  static String of(String text) {
    String start = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
    return start.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
