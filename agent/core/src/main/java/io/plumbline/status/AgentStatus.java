package io.plumbline.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of an agent at one moment.
 *
 * @param reason why it is off; null while it is not
 * @param interval how often this is told at least; much older is stale
 * @param configuration null when it could not be read
 * @param pipeline null before the first class is woven
 * @param errors failures that were kept from the host, by kind
 */
public record AgentStatus(
    State state,
    @Nullable String reason,
    Instant written,
    Duration interval,
    ProcessFacts process,
    @Nullable ConfigurationFacts configuration,
    List<LibraryFacts> libraries,
    List<NearMiss> almost,
    @Nullable PipelineFacts pipeline,
    Map<String, Long> errors) {
  /** What the agent does. */
  public enum State {
    /** Its configuration is wrong, or says so. */
    OFF,
    /** No class of a known library, and none that is configured, has been loaded yet. */
    WAITING,
    /** Something is woven. */
    RUNNING
  }

  public AgentStatus {
    libraries = List.copyOf(libraries);
    almost = List.copyOf(almost);
    errors = Map.copyOf(errors);
  }
}
