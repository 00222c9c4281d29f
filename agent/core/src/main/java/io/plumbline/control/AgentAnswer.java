package io.plumbline.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
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

  private static final String PREFIX = "plumbline.answer.";
  private static final String ID = PREFIX + "id";
  private static final String STATE = PREFIX + "state";
  private static final String PROGRESS = PREFIX + "progress";
  private static final String TEXT = PREFIX + "text";
  private static final String JSON = PREFIX + "json";
  private static final String YAML = PREFIX + "yaml";

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
   * As properties, in the order they are to be written in: who reads the state has the rest.
   *
   * @return null for what is to be removed
   */
  public Map<String, @Nullable String> properties(String id) {
    Map<String, @Nullable String> properties = new LinkedHashMap<>();
    properties.put(PROGRESS, progress);
    properties.put(TEXT, text);
    properties.put(JSON, json);
    properties.put(YAML, yaml);
    properties.put(STATE, state.name());
    properties.put(ID, id);
    return properties;
  }

  /**
   * @return null when the request with that id has not been taken up
   */
  public static @Nullable AgentAnswer of(Properties properties, String id) {
    if (!id.equals(properties.getProperty(ID))) {
      return null;
    }
    return new AgentAnswer(
        State.valueOf(properties.getProperty(STATE, State.WORKING.name())),
        properties.getProperty(PROGRESS),
        properties.getProperty(TEXT),
        properties.getProperty(JSON),
        properties.getProperty(YAML));
  }
}
