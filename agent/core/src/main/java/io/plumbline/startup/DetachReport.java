package io.plumbline.startup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of an agent that was taken out.
 *
 * @param restored classes whose bytecode is the original one again
 * @param inFlight calls that had begun and had not ended: they end as if there were no agent
 * @param threads that have not ended yet
 */
record DetachReport(int restored, int inFlight, Pipeline.Detached data, List<String> threads) {
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("Plumbline is out of this JVM: " + classes() + " before.");
    lines.add(whereTheDataIs());
    if (inFlight > 0) {
      lines.add(inFlight + " calls had not ended: they go on, and are not captured.");
    }
    lines.add("");
    lines.add("What remains until this JVM ends:");
    remains().forEach(each -> lines.add("  * " + each));
    return String.join("\n", lines);
  }

  private String classes() {
    return restored == 1 ? "1 class is as it was" : restored + " classes are as they were";
  }

  private String whereTheDataIs() {
    if (data.delivered()) {
      return "What was captured is delivered.";
    }
    Path left = data.left();
    return left == null
        ? "What was captured and not delivered was in memory only, and is lost."
        : "What is not delivered stays in "
            + left
            + ". The next agent of this service delivers it.";
  }

  private List<String> remains() {
    List<String> remains = new ArrayList<>();
    remains.add(
        "two small classes: io.plumbline.bootstrap.AdviceDispatcher in the boot loader, which refers to"
            + " nothing, and io.plumbline.AgentPremain, from which the next attach starts");
    remains.add("plumbline.jar at the end of the class path of the system loader, open as a file");
    remains.add("this answer, in the JVM's properties for agents");
    remains.add("until the next garbage collections: the agent's other classes, mapped files");
    if (!threads.isEmpty()) {
      remains.add("for about a minute, idle: " + String.join(", ", threads));
    }
    return remains;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("restored_classes", restored);
    json.put("calls_not_ended", inFlight);
    json.put("delivered", data.delivered());
    json.put("left_in", data.left() == null ? "" : String.valueOf(data.left()));
    json.put("remains", remains());
    return json;
  }
}
