package io.plumbline.diagnostics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version of this build, as the build wrote it into {@code version.txt}. */
public final class AgentVersion {
  private static final String UNKNOWN = "unknown";

  private AgentVersion() {}

  public static String current() {
    try (InputStream text = AgentVersion.class.getResourceAsStream("version.txt")) {
      return text == null
          ? UNKNOWN
          : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      return UNKNOWN;
    }
  }
}
