package io.plumbline.diagnostics;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A stack trace as text, without what exceptions say of themselves: a message may quote a value of
 * the host, as {@code For input string: "…"} does. What is said is said by {@link #withKnownWords}.
 */
final class StackText {
  private static final int MOST_CAUSES = 8;

  private final StringBuilder text = new StringBuilder();
  private final Set<Throwable> said = Collections.newSetFromMap(new IdentityHashMap<>());
  private final boolean knownWords;

  private StackText(boolean knownWords) {
    this.knownWords = knownWords;
  }

  /** Types and places only. */
  static String withoutWords(Throwable error) {
    return new StackText(false).of(error);
  }

  /**
   * Also the words of those that speak of files, connections and code: for what fails where no
   * value of the host is in reach of who words them.
   */
  static String withKnownWords(Throwable error) {
    return new StackText(true).of(error);
  }

  private String of(Throwable error) {
    append("", error);
    return text.toString();
  }

  private void append(String relation, Throwable error) {
    if (said.size() == MOST_CAUSES || !said.add(error)) {
      return;
    }
    text.append(relation).append(error.getClass().getName());
    String words = knownWords && isKnown(error) ? error.getMessage() : null;
    if (words != null) {
      text.append(": ").append(words);
    }
    text.append('\n');
    for (StackTraceElement frame : error.getStackTrace()) {
      text.append("\tat ").append(frame).append('\n');
    }
    for (Throwable suppressed : error.getSuppressed()) {
      append("Suppressed: ", suppressed);
    }
    Throwable cause = error.getCause();
    if (cause != null) {
      append("Caused by: ", cause);
    }
  }

  /** The other linkage errors repeat what an initialiser threw. */
  private static boolean isKnown(Throwable error) {
    return error instanceof IOException
        || error instanceof IncompatibleClassChangeError
        || error instanceof ClassFormatError
        || error instanceof VerifyError;
  }
}
