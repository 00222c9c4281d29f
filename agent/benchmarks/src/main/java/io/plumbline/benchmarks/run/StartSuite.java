package io.plumbline.benchmarks.run;

import io.plumbline.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How long until the first answer, and what the process is then made of. */
final class StartSuite implements Suite {
  static final String HELLO = "hello world";
  static final String FRAUD = "fraud server";

  private static final List<Agent> AGENTS = Arrays.asList(Agent.values());

  /** After the start; what is done once is done by then. */
  private static final long SETTLE_MILLIS = 2_000;

  /** A start goes on for some seconds behind the first answer. */
  private static final long IDLE_AFTER_MILLIS = 12_000;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Path> needs(Workplace workplace) {
    List<Path> needs = new ArrayList<>(List.of(workplace.fraudServer()));
    AGENTS.stream().map(agent -> agent.jar(workplace)).forEach(needs::add);
    return needs;
  }

  @Override
  public void run(Workplace workplace, Jdk jdk, Effort effort, Consumer<Row> rows)
      throws IOException, InterruptedException {
    try (CountingReceiver receiver = new CountingReceiver()) {
      for (int round = 0; round <= effort.rounds(); round++) {
        List<Agent> inTurn = new ArrayList<>(AGENTS);
        Collections.rotate(inTurn, 1 - round);
        for (Agent agent : inTurn) {
          Start start = new Start(workplace, jdk, receiver.endpoint(), effort);
          for (StartedHost host : StartedHost.values()) {
            // Round 0 fills the page cache.
            if (effort.includes(host.title)) {
              if (round > 0) {
                rows.accept(row(start, agent, host, jdk, round));
              } else if (host == StartedHost.HELLO_WORLD) {
                Row ignored = row(start, agent, host, jdk, round);
              }
            }
          }
        }
      }
    }
  }

  private Row row(Start start, Agent agent, StartedHost host, Jdk jdk, int round)
      throws InterruptedException {
    try {
      return new Row(
          name(), jdk.feature(), agent.title, host.title, round, start.of(agent, host), null);
    } catch (IOException e) {
      return Row.failed(name(), jdk.feature(), agent.title, host.title, round, e);
    }
  }

  /** What is started. */
  private enum StartedHost {
    HELLO_WORLD(HELLO) {
      @Override
      Contestant contestant(Agent agent, Workplace workplace) {
        return new Contestant(
            agent.title,
            agent,
            workplace.bareClassPath(),
            List.of("-Xmx512m"),
            List.of("com.acme.scoring.Hello"),
            Map.of(),
            false);
      }

      @Override
      void awaitAnswer(HostProcess host) throws IOException, InterruptedException {
        String ignored = host.awaitLine("Hello, world"::equals);
      }
    },

    FRAUD_SERVER(FRAUD) {
      @Override
      Contestant contestant(Agent agent, Workplace workplace) {
        return new Contestant(
            agent.title,
            agent,
            "",
            List.of("-Xmx512m"),
            List.of("-jar", workplace.fraudServer().toString(), "--server.port=0"),
            Map.of(),
            false);
      }

      @Override
      void awaitAnswer(HostProcess host) throws IOException, InterruptedException {
        FraudClient.ask(FraudClient.address(host));
      }
    };

    final String title;

    StartedHost(String title) {
      this.title = title;
    }

    abstract Contestant contestant(Agent agent, Workplace workplace);

    abstract void awaitAnswer(HostProcess host) throws IOException, InterruptedException;
  }

  /** One start, and a look at what came of it. */
  private record Start(Workplace workplace, Jdk jdk, String endpoint, Effort effort) {
    Map<String, Double> of(Agent agent, StartedHost started)
        throws IOException, InterruptedException {
      Contestant contestant = started.contestant(agent, workplace);
      try (HostProcess host = HostProcess.start(contestant, jdk, workplace, endpoint)) {
        started.awaitAnswer(host);
        Map<String, Double> values = new HashMap<>();
        values.put("firstAnswerNanos", (double) host.ageNanos());
        ProcessStat stat = new ProcessStat(host.pid());
        values.put("startCpuNanos", (double) stat.cpuNanos());
        if (agent != Agent.NONE) {
          values.put("jar", (double) Files.size(agent.jar(workplace)));
        }
        Thread.sleep(started == StartedHost.HELLO_WORLD ? SETTLE_MILLIS / 4 : SETTLE_MILLIS);
        measureMemory(host, stat, values);
        if (started != StartedHost.HELLO_WORLD) {
          measureIdle(stat, values);
        }
        return values;
      }
    }

    private void measureMemory(HostProcess host, ProcessStat stat, Map<String, Double> values)
        throws IOException, InterruptedException {
      values.put("threads", (double) stat.threads());
      values.put("rss", (double) stat.residentBytes());
      values.put("rssRing", (double) stat.resident(mapping -> mapping.endsWith("/ring")));
      values.put("rssSegments", (double) stat.resident(mapping -> mapping.contains("/queue/")));
      JvmCounters counters = JvmCounters.of(jdk, host.pid());
      values.put("heap", (double) counters.heapBytes());
      values.put("metaspace", (double) counters.metaspaceBytes());
      values.put("classes", (double) counters.classes());
      values.put("sharedClasses", (double) counters.sharedClasses());
    }

    private void measureIdle(ProcessStat stat, Map<String, Double> values)
        throws IOException, InterruptedException {
      Thread.sleep(IDLE_AFTER_MILLIS);
      long cpu = stat.cpuNanos();
      long ours = stat.cpuNanosOfThreads("plumbline-");
      long start = System.nanoTime();
      Thread.sleep(effort.millis(3_000, 20_000));
      double elapsed = System.nanoTime() - start;
      values.put("idleShare", (stat.cpuNanos() - cpu) / elapsed);
      values.put("idleShareOfOurThreads", (stat.cpuNanosOfThreads("plumbline-") - ours) / elapsed);
    }
  }
}
