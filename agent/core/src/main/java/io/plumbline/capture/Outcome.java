package io.plumbline.capture;

import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param errorType class name of what it threw; null when it returned
 * @param errorMessage its message as far as the redaction policy keeps it
 */
public record Outcome(@Nullable String errorType, @Nullable String errorMessage) {
  public static final Outcome OK = new Outcome(null, null);

  public boolean isError() {
    return errorType != null;
  }
}
