package io.plumbline.discover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What was found, in order.
 *
 * @param libraries that are loaded
 * @param watched how long calls were counted
 */
public record DiscoveryReport(
    Set<KnownLibraries.Library> libraries, List<Found> found, Duration watched) {
  /** Candidates that nobody called are not all of interest. */
  private static final int MAX_NOT_CALLED = 10;

  /** For people. */
  public String text() {
    List<String> lines = new ArrayList<>();
    for (KnownLibraries.Library library : libraries) {
      lines.add(
          library.name()
              + (library.captured()
                  ? " is loaded: captured without configuration"
                  : " is loaded: its calls are among the methods below"));
    }
    if (!lines.isEmpty()) {
      lines.add("");
    }
    if (found.isEmpty()) {
      lines.add("No method that looks like inference is loaded.");
    } else {
      lines.add(" CALLS/S   INSIDE/S  METHOD");
      int notCalled = 0;
      for (Found each : found) {
        boolean called = each.perSecond() + each.insidePerSecond() > 0 || each.tooHot();
        if (called || notCalled++ < MAX_NOT_CALLED) {
          lines.add(line(each));
        }
      }
      if (notCalled > MAX_NOT_CALLED) {
        lines.add("(and " + (notCalled - MAX_NOT_CALLED) + " that nobody called)");
      }
    }
    return String.join("\n", lines);
  }

  private static String line(Found found) {
    String remark = found.remark();
    return String.format(
        Locale.ROOT,
        "%8.1f %10.1f  %s%s",
        found.perSecond(),
        found.insidePerSecond(),
        found.candidate().signature(),
        remark.isEmpty() ? "" : "  (" + remark + ")");
  }

  /** For machines: maps, lists, texts, numbers. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("watched_seconds", watched.toMillis() / 1000.0);
    json.put(
        "libraries",
        libraries.stream()
            .map(each -> Map.of("name", each.name(), "captured", each.captured()))
            .toList());
    json.put("methods", found.stream().map(Found::json).toList());
    return json;
  }

  /** A plumbline.yaml to start from. */
  public String yaml() {
    return StartingPoint.of(
        found,
        libraries.stream()
            .filter(KnownLibraries.Library::captured)
            .map(KnownLibraries.Library::name)
            .toList());
  }
}
