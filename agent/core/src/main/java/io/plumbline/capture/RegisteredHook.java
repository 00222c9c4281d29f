package io.plumbline.capture;

import org.jspecify.annotations.Nullable;

/** A woven hook: its number, and what each of its records says, ready to copy. */
public final class RegisteredHook {
  /** Of a record that was never started. */
  static final RegisteredHook NONE = new RegisteredHook(0, "none", "none", null);

  private final int index;
  private final String library;
  private final String function;
  private final @Nullable Object origin;
  private final byte[] recordStart;
  private final byte[] engineSection;

  RegisteredHook(int index, String library, String function, @Nullable Object origin) {
    this.index = index;
    this.library = library;
    this.function = function;
    this.origin = origin;
    this.recordStart = InferenceCodec.encodeStart(index, function);
    this.engineSection = InferenceCodec.encodeText(TextField.ENGINE, library);
  }

  public int index() {
    return index;
  }

  public String library() {
    return library;
  }

  public String function() {
    return function;
  }

  boolean is(String otherLibrary, String otherFunction) {
    return function.equals(otherFunction) && library.equals(otherLibrary);
  }

  /** The function's name alone. */
  String method() {
    return function.substring(function.lastIndexOf('.') + 1);
  }

  /** The hook that it was woven for; what that is, capture does not know. */
  public @Nullable Object origin() {
    return origin;
  }

  /** The header as far as it is known before a call, and the section of the function. */
  byte[] recordStart() {
    return recordStart;
  }

  byte[] engineSection() {
    return engineSection;
  }
}
