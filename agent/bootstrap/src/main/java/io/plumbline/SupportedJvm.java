package io.plumbline;

/** Where Plumbline can run, asked before anything else of it is loaded. */
final class SupportedJvm {
  private static final int OLDEST_JAVA = 17;

  private SupportedJvm() {}

  /**
   * @return a sentence that says why not, or null
   */
  static String refusal() {
    String version = System.getProperty("java.specification.version", "");
    if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
      return "Plumbline cannot run in a native image: there are no classes to weave.";
    }
    return isOld(version)
        ? "Plumbline needs Java " + OLDEST_JAVA + " or newer; this is " + version + "."
        : null;
  }

  /**
   * @param version {@code 1.8}, {@code 11}
   */
  static boolean isOld(String version) {
    return version.startsWith("1.") || Integer.parseInt(version) < OLDEST_JAVA;
  }
}
