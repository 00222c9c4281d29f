package io.plumbline.instrumentation.methods;

import io.plumbline.capture.InferenceRecorder;
import io.plumbline.config.ValuePath;
import io.plumbline.path.HookedMethod;
import io.plumbline.path.PathException;
import io.plumbline.path.PathReader;
import org.jspecify.annotations.Nullable;

/** One path of a configured method, and what to say when it breaks. */
final class Reading {
  private final PathReader reader;
  private final String where;

  /**
   * @param method for what is said: {@code com.acme.Scorer#score}
   */
  Reading(ValuePath path, HookedMethod hooked, String method) {
    this.reader = new PathReader(path, hooked);
    this.where = "reading " + path + " of " + method;
  }

  boolean needsResult() {
    return reader.path().needsResult();
  }

  /**
   * @return null when there is none
   * @throws RuntimeException when the path breaks, or the host's own collection does
   */
  @Nullable Object read(
      @Nullable Object self, @Nullable Object[] arguments, @Nullable Object result) {
    return reader.read(self, arguments, result);
  }

  /** As text; null when there is none, or it breaks, which is said. */
  @Nullable String readText(
      @Nullable Object self, @Nullable Object[] arguments, @Nullable Object result) {
    try {
      Object value = read(self, arguments, result);
      if (value == null) {
        return null;
      }
      String text = Scalar.textOf(value);
      if (text == null) {
        throw new PathException(value.getClass().getName() + " is no text");
      }
      return text;
    } catch (RuntimeException | LinkageError e) {
      failed(e);
      return null;
    }
  }

  /** Says so once, then counts. */
  void failed(Throwable error) {
    InferenceRecorder.reportFailure(where, error);
  }
}
