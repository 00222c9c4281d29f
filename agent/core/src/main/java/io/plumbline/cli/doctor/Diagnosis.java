package io.plumbline.cli.doctor;

import io.plumbline.export.ExportOptions;
import io.plumbline.export.OtlpEndpoint;
import io.plumbline.export.OtlpProtocol;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about one agent.
 *
 * @param status what it says of itself; null when it says nothing
 * @param findings what can be seen from here, the most urgent first
 * @param probes of its receiver from here; empty when there was none to ask
 */
public record Diagnosis(
    @Nullable Long pid, @Nullable Status status, List<Finding> findings, List<Probe> probes) {
  /** An agent that has just started says nothing yet. */
  private static final Duration YOUNG = Duration.ofSeconds(30);

  public Diagnosis {
    findings = List.copyOf(findings);
    probes = List.copyOf(probes);
  }

  /** Whether there is something to do. */
  public boolean hasProblem() {
    boolean told =
        status != null
            && status.list("hints").stream()
                .anyMatch(hint -> Boolean.TRUE.equals(hint.get("problem")));
    return told || findings.stream().anyMatch(Finding::problem);
  }

  /**
   * @param probe whether its receiver is asked
   */
  public static Diagnosis of(ObservedProcess process, boolean probe, Clock clock) {
    String arguments = process.agentArguments();
    KnownConfiguration known = KnownConfiguration.of(process, arguments);
    Status status = StatusFiles.of(process, bases(process, known));
    List<Finding> findings = new ArrayList<>();
    if (status == null) {
      findings.add(silent(process, arguments, known, clock));
    } else {
      addAge(status, true, clock, findings);
    }
    boolean hasAgent = status != null || arguments != null;
    return new Diagnosis(
        process.pid(),
        status,
        findings,
        probe && hasAgent ? probes(known.endpoints(process), status, findings) : List.of());
  }

  /** Of what lies in a directory, whose process may be gone, or on another machine. */
  public static Diagnosis of(Status status, boolean probe, Clock clock) {
    List<Finding> findings = new ArrayList<>();
    boolean lives =
        status.map("process").get("pid") instanceof Long pid
            && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    addAge(status, lives, clock, findings);
    return new Diagnosis(
        null, status, findings, probe ? probes(null, status, findings) : List.of());
  }

  private static List<Path> bases(ObservedProcess process, KnownConfiguration known) {
    List<Path> bases = new ArrayList<>();
    Path configured = known.spoolDirectory(process);
    if (configured != null) {
      bases.add(configured);
    }
    bases.add(process.seen("plumbline"));
    Path temporary = process.seen(process.properties().getOrDefault("java.io.tmpdir", "/tmp"));
    try (DirectoryStream<Path> all = Files.newDirectoryStream(temporary, "plumbline-*")) {
      all.forEach(bases::add);
    } catch (IOException e) {
      // There is none.
    }
    return bases;
  }

  private static Finding silent(
      ObservedProcess process, @Nullable String arguments, KnownConfiguration known, Clock clock) {
    if (arguments == null) {
      return new Finding(
          "no_agent",
          "There is no Plumbline in this JVM: no -javaagent with its jar on the command line or in"
              + " JAVA_TOOL_OPTIONS, and no status of an attached one. Start it with"
              + " -javaagent:plumbline.jar, or attach "
              + process.pid()
              + ".",
          true);
    }
    if (known.problem() != null) {
      return new Finding(
          "agent_off",
          "The agent is off, because its configuration is wrong: " + known.problem() + ".",
          true);
    }
    if (known.config() != null && !known.config().enabled()) {
      return new Finding("agent_off", "The agent is off: enabled is false.", true);
    }
    boolean young =
        process.started() != null
            && Duration.between(process.started(), clock.instant()).compareTo(YOUNG) < 0;
    return young
        ? new Finding(
            "starting",
            "The process has just started; its agent says what it does once something is woven, or"
                + " after 15 s. Ask again.",
            false)
        : new Finding(
            "no_status",
            "The flag is there, and no status.json of it: the agent could not start (the process's"
                + " System.err says why), or there is no safe place for it to write to.",
            true);
  }

  private static void addAge(Status status, boolean lives, Clock clock, List<Finding> findings) {
    Duration age = Duration.between(status.written(), clock.instant());
    if (!lives) {
      findings.add(
          new Finding(
              "process_gone",
              "The process is gone, or on another machine; this is the last it said.",
              false));
    } else if (age.toSeconds() > 3 * status.intervalSeconds() + 5) {
      findings.add(
          new Finding(
              "stale",
              "The process lives, and its agent has said nothing for "
                  + age.toSeconds()
                  + " s: the process is stopped, has no CPU, its disk is full, or the agent was"
                  + " detached.",
              true));
    }
  }

  private static List<Probe> probes(
      @Nullable ExportOptions known, @Nullable Status status, List<Finding> findings) {
    ExportOptions told = known == null && status != null ? told(status) : null;
    ExportOptions endpoints = known == null ? told : known;
    if (endpoints == null) {
      return List.of();
    }
    List<Probe> probes = Probe.of(endpoints, known != null);
    for (Probe probe : probes) {
      if (!probe.answered()
          && findings.stream().noneMatch(f -> f.code().equals("receiver_unreachable_from_here"))) {
        findings.add(
            new Finding(
                "receiver_unreachable_from_here",
                "From here the receiver does not answer: " + probe.answer() + ".",
                true));
      }
    }
    return probes;
  }

  /** As the agent says it, which is without headers. */
  private static @Nullable ExportOptions told(Status status) {
    OtlpEndpoint traces = endpoint(status, "traces");
    OtlpEndpoint metrics = endpoint(status, "metrics");
    return traces == null || metrics == null ? null : new ExportOptions(traces, metrics);
  }

  private static @Nullable OtlpEndpoint endpoint(Status status, String signal) {
    Stream<Map<?, ?>> receivers = status.list("receivers").stream();
    return receivers
        .filter(receiver -> signal.equals(receiver.get("signal")))
        .findFirst()
        .map(Diagnosis::endpoint)
        .orElse(null);
  }

  private static @Nullable OtlpEndpoint endpoint(Map<?, ?> receiver) {
    OtlpProtocol protocol = OtlpProtocol.of(String.valueOf(receiver.get("protocol")));
    try {
      return protocol == null
          ? null
          : OtlpEndpoint.of(URI.create(String.valueOf(receiver.get("endpoint"))), protocol);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
