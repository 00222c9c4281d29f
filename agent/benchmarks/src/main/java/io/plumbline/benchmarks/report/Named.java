package io.plumbline.benchmarks.report;

/** Contestants by the names that they have in the tables, and who is compared with whom. */
public final class Named {
  public static final String ARRAY_ALONE = "no agent";
  public static final String ARRAY = "Plumbline, YAML, float[]";
  public static final String BY_HAND = "OpenTelemetry SDK by hand";
  public static final String METHODS_INCLUDE = "OpenTelemetry agent, methods.include";

  /** How the names of observed ones begin; the rest is that of the one without an agent. */
  public static final String OBSERVED = "Plumbline, ";

  public static final String ALONE = "no agent, ";

  /** In suites where each agent is there once. */
  public static final String PLUMBLINE = "Plumbline";

  private Named() {}

  /** Who is without an agent what this one is with one. */
  static String baselineOf(String contestant) {
    return contestant.startsWith(OBSERVED) && !contestant.equals(ARRAY)
        ? ALONE + contestant.substring(OBSERVED.length())
        : ARRAY_ALONE;
  }

  static boolean isBaseline(String contestant) {
    return contestant.equals(ARRAY_ALONE) || contestant.startsWith(ALONE);
  }
}
