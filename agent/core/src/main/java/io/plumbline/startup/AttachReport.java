package io.plumbline.startup;

import io.plumbline.diagnostics.AgentVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent does in a JVM that it was loaded into.
 *
 * @param woven functions, with their library
 * @param directory of its stream; null as long as nothing is woven
 */
record AttachReport(String service, List<String> woven, @Nullable Path directory) {
  static final String ALREADY =
      "Plumbline is in that JVM already. To give it another configuration, detach it first.";

  static AttachReport of(RunningAgent agent) throws InterruptedException {
    return new AttachReport(
        agent.config().service().name(), agent.wovenFunctions(), agent.spoolDirectory());
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Plumbline " + AgentVersion.current() + " is in this JVM, as the service " + service + ".");
    if (woven.isEmpty()) {
      lines.add(
          "No class that is loaded now has a hook: a library is woven when it is loaded."
              + " For a scorer of your own, see: java -jar plumbline.jar discover");
    } else {
      lines.add("Calls are captured from now on of:");
      woven.forEach(each -> lines.add("  * " + each));
      lines.add(
          "Of models that were loaded before, only what a call shows is known: perhaps not their"
              + " name, version, labels and feature names. `models` in the configuration can say"
              + " them.");
    }
    if (directory != null) {
      lines.add("Its spool is " + directory);
      lines.add("Its log is   " + directory.resolveSibling("plumbline.log"));
    }
    return String.join("\n", lines);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", AgentVersion.current());
    json.put("service", service);
    json.put("woven", woven);
    json.put("spool", directory == null ? "" : directory.toString());
    return json;
  }
}
