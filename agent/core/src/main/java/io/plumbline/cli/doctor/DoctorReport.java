package io.plumbline.cli.doctor;

import io.plumbline.cli.spool.Columns;
import io.plumbline.cli.spool.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** A diagnosis, for people and for machines. */
public final class DoctorReport {
  private final Diagnosis diagnosis;
  private final Ansi ansi;
  private final Instant now;
  private final StringBuilder out = new StringBuilder();

  private DoctorReport(Diagnosis diagnosis, Ansi ansi, Instant now) {
    this.diagnosis = diagnosis;
    this.ansi = ansi;
    this.now = now;
  }

  public static String text(Diagnosis diagnosis, Ansi ansi, Instant now) {
    DoctorReport report = new DoctorReport(diagnosis, ansi, now);
    Status status = diagnosis.status();
    if (status != null) {
      report.addStatus(status);
    }
    report.addProbes();
    report.addWhatToDo();
    return report.out.toString();
  }

  /** The agent's own document, and what was found from here. */
  public static Map<String, @Nullable Object> json(Diagnosis diagnosis) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pid", diagnosis.pid());
    fields.put("healthy", !diagnosis.hasProblem());
    fields.put("findings", diagnosis.findings().stream().map(DoctorReport::json).toList());
    fields.put("probes", diagnosis.probes().stream().map(DoctorReport::json).toList());
    Status status = diagnosis.status();
    fields.put("file", status == null ? null : status.file().toString());
    fields.put("status", status == null ? null : status.document());
    return fields;
  }

  private static Map<String, Object> json(Finding finding) {
    return Map.of("code", finding.code(), "problem", finding.problem(), "text", finding.text());
  }

  private static Map<String, Object> json(Probe probe) {
    return Map.of(
        "signal", probe.signal(),
        "to", probe.to(),
        "answered", probe.answered(),
        "accepted", probe.accepted(),
        "answer", probe.answer(),
        "withHeaders", probe.withHeaders());
  }

  private void addStatus(Status status) {
    Map<?, ?> process = status.map("process");
    line(
        "process",
        process.get("pid") + ", " + process.get("jvm") + ", in " + process.get("directory"));
    line(
        "agent",
        process.get("agentVersion")
            + ", "
            + status.text("state")
            + ", since "
            + process.get("agentStarted"));
    Map<?, ?> configuration = status.map("configuration");
    if (!configuration.isEmpty()) {
      Object file = configuration.get("file");
      line(
          "service",
          configuration.get("service")
              + ", by "
              + (file == null
                  ? "flags, environment and defaults"
                  : file + " (" + configuration.get("fingerprint") + ")"));
    }
    line("status", status.file() + ", " + ago(status.document().get("written")));
    addInferences(status.map("inferences"));
    addOverhead(status.map("overhead"));
    addSpool(status.map("spool"));
    for (Map<?, ?> receiver : status.list("receivers")) {
      addReceiver(receiver);
    }
    addHooks(status);
    addAlmost(status);
  }

  private void addInferences(Map<?, ?> inferences) {
    if (inferences.isEmpty()) {
      return;
    }
    line(
        "inferences",
        count(inferences.get("made"))
            + " made, "
            + count(inferences.get("counted"))
            + " in the metrics, "
            + count(inferences.get("spans"))
            + " spans, "
            + count(inferences.get("notSampled"))
            + " sampled out");
    line("dropped", reasons(inferences.get("dropped")));
    line("spans lost", reasons(inferences.get("spansDropped")));
  }

  private void addOverhead(Map<?, ?> overhead) {
    if (overhead.isEmpty()) {
      return;
    }
    line(
        "overhead",
        percent(overhead.get("cpu"))
            + " of a core ("
            + percent(overhead.get("maxCpu"))
            + " allowed), "
            + micros(overhead.get("callSeconds"))
            + " a call, captured: "
            + overhead.get("level")
            + "; relay "
            + percent(overhead.get("relayCpu"))
            + " of a core ("
            + percent(overhead.get("maxRelayCpu"))
            + " allowed)");
  }

  private static String percent(@Nullable Object share) {
    return share instanceof Number number
        ? String.format(Locale.ROOT, "%.2f %%", 100 * number.doubleValue())
        : "?";
  }

  private static String micros(@Nullable Object seconds) {
    return seconds instanceof Number number
        ? String.format(Locale.ROOT, "%.1f µs", 1e6 * number.doubleValue())
        : "?";
  }

  private void addSpool(Map<?, ?> spool) {
    if (spool.isEmpty()) {
      return;
    }
    Object directory = spool.get("directory");
    line(
        "spool",
        (directory == null ? "in memory" : directory + " (" + spool.get("mode") + ")")
            + ", "
            + bytes(spool.get("bytes"))
            + " of "
            + bytes(spool.get("maxBytes"))
            + ", "
            + count(spool.get("waiting"))
            + " waiting, lag "
            + spool.get("lagSeconds")
            + " s"
            + (spool.get("adopting") == null ? "" : ", delivering " + spool.get("adopting")));
  }

  private void addReceiver(Map<?, ?> receiver) {
    line(
        String.valueOf(receiver.get("signal")),
        receiver.get("endpoint")
            + " ("
            + receiver.get("protocol")
            + ") "
            + receiver.get("state")
            + (receiver.get("answer") == null
                ? ""
                : ", last answer "
                    + ago(receiver.get("answered"))
                    + ": "
                    + receiver.get("answer")));
  }

  private void addProbes() {
    for (Probe probe : diagnosis.probes()) {
      line(
          "from here",
          probe.signal()
              + " to "
              + probe.to()
              + ": "
              + probe.answer()
              + (probe.withHeaders() ? "" : " (asked without the process's headers)"));
    }
  }

  private void addHooks(Status status) {
    Columns columns =
        new Columns("LIBRARY", "HOOK", "STATE", "CALLED ", "CAPTURED ", "DROPPED ", "LAST");
    boolean any = false;
    for (Map<?, ?> library : status.list("libraries")) {
      String name = String.valueOf(library.get("name"));
      List<List<String>> rows = new ArrayList<>();
      for (Map<?, ?> hook : Status.list(library, "hooks")) {
        if ("inference".equals(hook.get("role"))) {
          addRows(name, hook, rows);
        }
      }
      if ("waiting".equals(library.get("state")) && rows.stream().noneMatch(this::isConfigured)) {
        rows = List.of(List.of(name, "", "waiting", "", "", "", "no class of it is loaded"));
      } else if ("disabled".equals(library.get("state"))) {
        rows = List.of(List.of(name, "", "disabled", "", "", "", ""));
      }
      rows.forEach(columns::add);
      any |= !rows.isEmpty();
    }
    if (any) {
      out.append('\n').append(columns);
    }
  }

  private boolean isConfigured(List<String> row) {
    return row.get(6).equals("as configured");
  }

  private void addRows(String library, Map<?, ?> hook, List<List<String>> rows) {
    List<Map<?, ?>> woven = Status.list(hook, "woven");
    if (woven.isEmpty()) {
      boolean configured = Boolean.TRUE.equals(hook.get("configured"));
      Object reason = hook.get("reason");
      String wanted = hook.get("type") + "." + hook.get("method");
      String last = reason != null ? reason.toString() : configured ? "as configured" : "";
      rows.add(List.of(library, wanted, String.valueOf(hook.get("state")), "", "", "", last));
    }
    for (Map<?, ?> method : woven) {
      Map<?, ?> last = method.get("last") instanceof Map<?, ?> map ? map : Map.of();
      rows.add(
          List.of(
              library,
              String.valueOf(method.get("function")),
              "woven",
              count(method.get("called")),
              count(method.get("captured")),
              count(total(method.get("dropped"))),
              last(last)));
    }
  }

  private String last(Map<?, ?> last) {
    if (last.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(ago(last.get("time")) + " " + last.get("model"));
    append(text, " v", last.get("version"));
    append(text, ", rows ", last.get("batchSize"));
    append(text, ", ", last.get("label"));
    append(text, ", score ", last.get("score"));
    append(text, ", confidence ", last.get("confidence"));
    append(text, ", failed: ", last.get("error"));
    return text.toString();
  }

  private static void append(StringBuilder text, String before, @Nullable Object value) {
    if (value != null) {
      text.append(before).append(value);
    }
  }

  private void addAlmost(Status status) {
    if (!status.list("almost").isEmpty()) {
      out.append('\n').append(ansi.string("@|bold Almost observed|@")).append('\n');
    }
    for (Map<?, ?> near : status.list("almost")) {
      out.append("  ")
          .append(
              plain(
                  near.get("wanted") + ": there is " + near.get("found") + "; " + near.get("why")))
          .append('\n');
    }
  }

  private void addWhatToDo() {
    List<String> all = new ArrayList<>();
    diagnosis.findings().forEach(finding -> all.add(finding.text()));
    Status status = diagnosis.status();
    if (status != null) {
      status.list("hints").forEach(hint -> all.add(String.valueOf(hint.get("text"))));
    }
    String heading =
        all.isEmpty()
            ? "@|bold,green All is well|@"
            : diagnosis.hasProblem() ? "@|bold,red What to do|@" : "@|bold Good to know|@";
    out.append(out.isEmpty() ? "" : "\n").append(ansi.string(heading)).append('\n');
    for (int i = 0; i < all.size(); i++) {
      out.append("  ").append(i + 1).append(". ").append(plain(all.get(i))).append('\n');
    }
  }

  private void line(String name, String text) {
    String padded = String.format(Locale.ROOT, "%-12s", name);
    out.append(ansi.string("@|bold " + padded + "|@")).append(plain(text)).append('\n');
  }

  /** What others wrote must not steer a terminal. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private String ago(@Nullable Object time) {
    Instant then = Status.time(time);
    return then == null ? "never" : Quantity.duration(Duration.between(then, now)) + " ago";
  }

  private static String count(@Nullable Object number) {
    return number instanceof Long n ? Quantity.count(n) : "0";
  }

  private static String bytes(@Nullable Object number) {
    return number instanceof Long n ? Quantity.bytes(n) : "?";
  }

  private static Long total(@Nullable Object reasons) {
    return reasons instanceof Map<?, ?> map
        ? map.values().stream().mapToLong(n -> n instanceof Long count ? count : 0).sum()
        : 0L;
  }

  private static String reasons(@Nullable Object reasons) {
    return reasons instanceof Map<?, ?> map && !map.isEmpty()
        ? map.entrySet().stream()
            .map(entry -> entry.getKey() + " " + count(entry.getValue()))
            .collect(Collectors.joining(", "))
        : "none";
  }
}
