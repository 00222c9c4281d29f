package io.plumbline.instrumentation.sample;

import org.jspecify.annotations.Nullable;

/** Its static initialiser fails, as a library of another version does. */
final class MissingLibrary {
  static {
    refuse();
  }

  private static void refuse() {
    throw new NoSuchMethodError("another version of the library");
  }

  @Nullable Object call(@Nullable Object argument) {
    return argument;
  }
}
