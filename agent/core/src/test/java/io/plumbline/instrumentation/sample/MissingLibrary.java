package io.plumbline.instrumentation.sample;

/** Its static initialiser fails, as a library of another version does. */
final class MissingLibrary {
  static {
    refuse();
  }

  private static void refuse() {
    throw new NoSuchMethodError("another version of the library");
  }

  Object call(int hook) {
    return hook;
  }
}
