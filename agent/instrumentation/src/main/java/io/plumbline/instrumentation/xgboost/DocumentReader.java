package io.plumbline.instrumentation.xgboost;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document forwards, once, and passes over what is not wanted. Each method starts at a
 * value and ends behind it, or throws for what is malformed or too large.
 */
interface DocumentReader {
  /** Enters an object; {@link #nextKey} goes through it. */
  void beginObject() throws IOException;

  /**
   * @return null at the object's end, which is then behind
   */
  @Nullable String nextKey() throws IOException;

  /**
   * @return null when the value is not a string
   */
  @Nullable String text() throws IOException;

  /**
   * The strings of an array.
   *
   * @return without what is not a string
   */
  List<String> texts() throws IOException;

  void skip() throws IOException;
}
