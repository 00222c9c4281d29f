package io.plumbline.capture;

/** A woven hook: its number, and what each of its records says, ready to copy. */
public final class RegisteredHook {
  /** Of a record that was never started. */
  static final RegisteredHook NONE = new RegisteredHook(0, "none", "none");

  private final int index;
  private final String library;
  private final String function;
  private final byte[] functionSection;
  private final byte[] engineSection;

  RegisteredHook(int index, String library, String function) {
    this.index = index;
    this.library = library;
    this.function = function;
    this.functionSection = InferenceCodec.encodeText(TextField.FUNCTION, function);
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

  byte[] functionSection() {
    return functionSection;
  }

  byte[] engineSection() {
    return engineSection;
  }
}
