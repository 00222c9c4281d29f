package io.plumbline.benchmarks.run;

import io.plumbline.benchmarks.report.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contestants that live side by side, of whom one at a time has something to do. */
final class Lanes implements AutoCloseable {
  private static final long CALM_NANOS = 20_000_000;
  private static final long LOOK_MILLIS = 100;
  private static final int MOST_LOOKS = 50;
  private static final int MOST_LOOKS_FOR_SPANS = 200;

  private final String suite;
  private final Jdk jdk;
  private final Workplace workplace;
  private final CountingReceiver receiver;
  private final Map<String, HostProcess> lanes = new LinkedHashMap<>();
  private final Map<String, Exception> failed = new LinkedHashMap<>();

  Lanes(String suite, Jdk jdk, Workplace workplace, CountingReceiver receiver) {
    this.suite = suite;
    this.jdk = jdk;
    this.workplace = workplace;
    this.receiver = receiver;
  }

  void start(List<Contestant> contestants) throws InterruptedException {
    for (Contestant contestant : contestants) {
      try {
        HostProcess host = HostProcess.start(contestant, jdk, workplace, receiver.endpoint());
        lanes.put(contestant.name(), host);
        Map<String, Double> ignored = host.answer();
        if (contestant.isObserved()) {
          awaitSpans(host);
        }
      } catch (IOException e) {
        failed.put(contestant.name(), e);
      }
    }
  }

  /** Agents may still be at it when the first calls are made. */
  private void awaitSpans(HostProcess host) throws IOException, InterruptedException {
    long before = receiver.spans();
    for (int look = 0; receiver.spans() == before; look++) {
      if (look == MOST_LOOKS_FOR_SPANS) {
        throw new IOException("no span of it arrived; it said: " + host.said());
      }
      Map<String, Double> ignored = host.order("measure pace=open rate=100 millis=200");
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** How many rounds of the body take so long; the same for all. */
  int calibrate(int micros) {
    for (HostProcess host : lanes.values()) {
      try {
        Double rounds = host.order("calibrate " + micros * 1000L).get("rounds");
        if (rounds != null) {
          return rounds.intValue();
        }
      } catch (IOException e) {
        // It fails again when it is measured, and that is written down.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    throw new IllegalStateException("no contestant answers");
  }

  void warmUp(String order) throws InterruptedException {
    List<Row> ignored = measure("warm-up", 0, order);
  }

  /** The order to each in turn; each begins once the one before is calm. */
  List<Row> measure(String cell, int round, String order) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (String name : inTurn(round)) {
      rows.add(measure(name, cell, round, order));
    }
    return rows;
  }

  private Row measure(String name, String cell, int round, String order)
      throws InterruptedException {
    HostProcess host = lanes.get(name);
    Exception before = failed.get(name);
    if (before != null || host == null) {
      return Row.failed(
          suite, jdk.feature(), name, cell, round, before == null ? new IOException() : before);
    }
    try {
      Row row = new Row(suite, jdk.feature(), name, cell, round, host.order(order), null);
      awaitCalm(host);
      return row;
    } catch (IOException e) {
      failed.put(name, e);
      return Row.failed(suite, jdk.feature(), name, cell, round, e);
    }
  }

  /** Another one is first in each round. */
  private List<String> inTurn(int round) {
    List<String> names = new ArrayList<>(lanes.keySet());
    failed.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    Collections.rotate(names, 1 - round);
    return names;
  }

  private static void awaitCalm(HostProcess host) throws IOException, InterruptedException {
    ProcessStat stat = new ProcessStat(host.pid());
    long before = stat.cpuNanos();
    for (int look = 0; look < MOST_LOOKS; look++) {
      Thread.sleep(LOOK_MILLIS);
      long now = stat.cpuNanos();
      if (now - before < CALM_NANOS) {
        return;
      }
      before = now;
    }
  }

  @Override
  public void close() {
    lanes.values().forEach(HostProcess::close);
  }
}
