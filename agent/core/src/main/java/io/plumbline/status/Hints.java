package io.plumbline.status;

import java.util.ArrayList;
import java.util.List;

/**
 * The most useful things to do, from the facts alone: what keeps everything from arriving comes
 * first, what may well be meant comes last.
 */
public final class Hints {
  /** Nobody reads more. */
  public static final int MOST = 5;

  private Hints() {}

  /** At most {@value #MOST}, the most useful first. */
  public static List<Hint> of(AgentStatus status) {
    if (status.state() == AgentStatus.State.OFF) {
      return List.of(off(status));
    }
    List<Hint> all = new ArrayList<>();
    PipelineFacts pipeline = status.pipeline();
    if (pipeline != null) {
      ReceiverHints.add(pipeline, all);
      LossHints.add(pipeline, all);
    }
    WeavingHints.add(status, all);
    if (pipeline != null) {
      OverheadHints.add(pipeline.overhead(), all);
      SpoolHints.add(pipeline.spool(), all);
      SamplingHints.add(status, pipeline, all);
    }
    addErrors(status, all);
    List<Hint> sorted = new ArrayList<>(all.stream().filter(Hint::problem).toList());
    sorted.addAll(all.stream().filter(hint -> !hint.problem()).toList());
    return List.copyOf(sorted.subList(0, Math.min(MOST, sorted.size())));
  }

  private static Hint off(AgentStatus status) {
    return Hint.problem(
        "agent_off",
        "The agent is off: "
            + status.reason()
            + ". Correct it (check FILE tells what is wrong) and restart the process.");
  }

  private static void addErrors(AgentStatus status, List<Hint> hints) {
    if (!status.errors().isEmpty()) {
      long count = status.errors().values().stream().mapToLong(n -> n).sum();
      hints.add(
          Hint.note(
              "agent_errors",
              Plural.of(count, "failure")
                  + " of the agent were kept from the application; the stack of the first of each"
                  + " kind is in plumbline.log."));
    }
  }
}
