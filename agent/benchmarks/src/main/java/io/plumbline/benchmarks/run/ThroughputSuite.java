package io.plumbline.benchmarks.run;

import io.plumbline.benchmarks.report.Named;
import io.plumbline.benchmarks.report.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What becomes of so many calls a second, from the call to the receiver. */
final class ThroughputSuite implements Suite {
  private static final int THREADS = 2;

  /** 0 = as fast as it goes. */
  private static final int[] OFFERED = {1_000, 10_000, 50_000, 100_000, 0};

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public void run(Workplace workplace, Jdk jdk, Effort effort, Consumer<Row> rows)
      throws IOException, InterruptedException {
    for (int round = 1; round <= Math.max(1, effort.rounds() / 2); round++) {
      for (int offered : OFFERED) {
        String cell = offered == 0 ? "all it can" : "%,d calls/s".formatted(offered);
        if (effort.includes(cell)) {
          for (String contestant : inTurn(round)) {
            rows.accept(row(workplace, jdk, effort, contestant, cell, round, offered));
          }
        }
      }
    }
  }

  private static List<String> inTurn(int round) {
    List<String> names = new ArrayList<>(List.of(Named.ARRAY_ALONE, Named.ARRAY, Named.BY_HAND));
    Collections.rotate(names, 1 - round);
    return names;
  }

  private Row row(
      Workplace workplace, Jdk jdk, Effort effort, String name, String cell, int round, int offered)
      throws InterruptedException {
    try (CountingReceiver receiver = new CountingReceiver()) {
      Contestant contestant =
          new Contestants(workplace)
              .array(name, receiver.endpoint())
              .with("OTEL_METRIC_EXPORT_INTERVAL", "1000");
      try (HostProcess host = HostProcess.start(contestant, jdk, workplace, receiver.endpoint())) {
        Map<String, Double> values = new Delivery(host, receiver).of(offered, effort);
        return new Row(name(), jdk.feature(), name, cell, round, values, null);
      }
    } catch (IOException e) {
      return Row.failed(name(), jdk.feature(), name, cell, round, e);
    }
  }

  /** From the first call of one host until nothing of it arrives any more. */
  private record Delivery(HostProcess host, CountingReceiver receiver) {
    private static final int QUIET_LOOKS = 10;
    private static final int MOST_LOOKS = 300;
    private static final int WARM_UP_PER_SECOND = 10_000;
    private static final long WARM_UP_MILLIS = 30_000;
    private static final long LOOK_MILLIS = 200;

    /** Linux keeps 15 characters of a name. */
    private static final List<String> THREADS_BEHIND =
        List.of("plumbline-", "BatchSpanProces", "PeriodicMetric", "OkHttp", "okhttp-");

    Map<String, Double> of(int offered, Effort effort) throws IOException, InterruptedException {
      Map<String, Double> ready = host.answer();
      // Until what runs behind the calls is compiled.
      ready.putAll(load(WARM_UP_PER_SECOND, WARM_UP_MILLIS));
      awaitDelivered();
      Map<String, Double> before = told();
      long spansBefore = receiver.spans();
      ProcessStat stat = new ProcessStat(host.pid());
      long cpu = stat.cpuNanos();
      long behind = behindCalls(stat);
      Map<String, Double> answer = load(offered, effort.millis(5_000, 20_000));
      long drain = System.nanoTime();
      awaitDelivered();
      Map<String, Double> values = new HashMap<>();
      values.put("drainNanos", (double) (System.nanoTime() - drain));
      values.put("cpuNanos", (double) (stat.cpuNanos() - cpu));
      values.put("behindNanos", (double) (behindCalls(stat) - behind));
      values.put("loadMade", made(answer));
      values.put("loadSpans", (double) (receiver.spans() - spansBefore));
      values.put("perSecond", made(answer) / answer.getOrDefault("wallNanos", Double.NaN) * 1e9);
      host.end();
      // Of the load alone: an agent that was not ready yet missed some of the warm-up.
      told().forEach((name, value) -> values.put(name, value - before.getOrDefault(name, 0.0)));
      return values;
    }

    private Map<String, Double> load(int offered, long millis)
        throws IOException, InterruptedException {
      return host.order(
          offered == 0
              ? "measure pace=closed threads=%d millis=%d".formatted(THREADS, millis)
              : "measure pace=open threads=%d rate=%d millis=%d"
                  .formatted(THREADS, offered / THREADS, millis));
    }

    /** Of the threads that store, count and send, without those of the JVM. */
    private static long behindCalls(ProcessStat stat) throws IOException {
      long sum = 0;
      for (String prefix : THREADS_BEHIND) {
        sum += stat.cpuNanosOfThreads(prefix);
      }
      return sum;
    }

    private static double made(Map<String, Double> answer) {
      return answer.getOrDefault("made", Double.NaN);
    }

    private void awaitDelivered() throws InterruptedException {
      long before = -1;
      for (int look = 0, quiet = 0; look < MOST_LOOKS && quiet < QUIET_LOOKS; look++) {
        Thread.sleep(LOOK_MILLIS);
        long now = receiver.spans();
        quiet = now == before ? quiet + 1 : 0;
        before = now;
      }
    }

    /** What the newest metrics said; at last those of the process's end. */
    private Map<String, Double> told() {
      Map<String, Double> values = new HashMap<>();
      double dropped = 0;
      for (Map.Entry<String, Double> loss : receiver.byReason("plumbline.dropped").entrySet()) {
        values.put("lost " + loss.getKey(), loss.getValue());
        dropped += loss.getValue();
      }
      receiver
          .byReason("plumbline.spans.dropped")
          .forEach((reason, spans) -> values.put("lost span " + reason, spans));
      values.put("counted", receiver.metric("ml.inference.duration"));
      values.put("spooled", receiver.metric("plumbline.inferences") - dropped);
      return values;
    }
  }
}
