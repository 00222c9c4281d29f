package io.plumbline.control;

import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a request is, and at its end what came out.
 *
 * @param progress in words, while it works
 * @param text for people
 * @param json for machines
 * @param yaml a configuration to start from; only {@code discover} writes one
 */
public record AgentAnswer(
    State state,
    @Nullable String progress,
    @Nullable String text,
    @Nullable String json,
    @Nullable String yaml) {
  /** Version of the agent that runs in a JVM; absent where none does. */
  public static final String AGENT = "plumbline.agent";

  /** Of the JVM's properties for agents. One for all of it: who reads them may see them change. */
  public static final String PROPERTY = "plumbline.answer";

  private static final char BETWEEN = '\0';
  private static final int PARTS = 6;

  /** Of a request. */
  public enum State {
    WORKING,
    DONE,
    FAILED
  }

  public static AgentAnswer working(@Nullable String progress) {
    return new AgentAnswer(State.WORKING, progress, null, null, null);
  }

  public static AgentAnswer done(String text, String json, @Nullable String yaml) {
    return new AgentAnswer(State.DONE, null, text, json, yaml);
  }

  public static AgentAnswer failed(String text) {
    return new AgentAnswer(State.FAILED, null, text, null, null);
  }

  /**
   * As one property.
   *
   * @param id of the request
   */
  public String encoded(String id) {
    return Stream.of(id, state.name(), progress, text, json, yaml)
        .map(part -> part == null ? "" : part.replace(BETWEEN, ' '))
        .collect(Collectors.joining(String.valueOf(BETWEEN)));
  }

  /**
   * @return null when the request with that id has not been taken up
   */
  public static @Nullable AgentAnswer of(Properties properties, String id) {
    String[] parts = properties.getProperty(PROPERTY, "").split(String.valueOf(BETWEEN), -1);
    if (parts.length != PARTS || !id.equals(parts[0])) {
      return null;
    }
    return new AgentAnswer(
        State.valueOf(parts[1]),
        orNull(parts[2]),
        orNull(parts[3]),
        orNull(parts[4]),
        orNull(parts[5]));
  }

  private static @Nullable String orNull(String part) {
    return part.isEmpty() ? null : part;
  }
}
