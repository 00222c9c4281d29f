package com.acme.scoring;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code ScoringServer array|record|map|onnx|onnx-zipmap|xgboost|traced [ENDPOINT]}
 *
 * <p>Orders, a line each on standard input: {@code measure} and a {@link Load}; {@code calibrate
 * NANOS}, which answers how many rounds of the body that is; {@code cpu}, of the process so far. It
 * ends with its input, in order.
 */
final class ScoringServer {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int MOST_THREADS = 4;

  private final ModelBody body = new ModelBody();
  private final ExecutorService threads = Executors.newFixedThreadPool(MOST_THREADS);
  private final Scorer scorer;

  private ScoringServer(String kind, String endpoint) throws Exception {
    this.scorer = scorer(kind, endpoint);
  }

  public static void main(String[] arguments) throws Exception {
    ScoringServer server =
        new ScoringServer(arguments[0], arguments.length > 1 ? arguments[1] : "");
    System.out.println("{\"ready\":true}");
    server.serve();
  }

  private Scorer scorer(String kind, String endpoint) throws Exception {
    return switch (kind) {
      case "array" -> new ArrayScorer(body);
      case "record" -> new RecordScorer(body);
      case "map" -> new MapScorer(body);
      case "onnx" -> new OnnxScorer(false);
      case "onnx-zipmap" -> new OnnxScorer(true);
      case "xgboost" -> new XgboostScorer();
      case "traced" -> new TracedScorer(body, endpoint);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private void serve() throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      System.out.println(answer(order.split(" ", -1)));
    }
    threads.shutdown();
    if (scorer instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  private String answer(String[] words) throws IOException, InterruptedException {
    return switch (words[0]) {
      case "measure" -> measure(Load.parse(words));
      case "calibrate" -> "{\"rounds\":" + body.roundsIn(Long.parseLong(words[1])) + "}";
      case "cpu" -> "{\"processNanos\":" + PROCESS.getProcessCpuTime() + "}";
      default -> throw new IOException("no such order: " + words[0]);
    };
  }

  private String measure(Load load) throws InterruptedException {
    body.rounds(load.rounds());
    List<Calls> calls = new ArrayList<>();
    for (int i = 0; i < load.threads(); i++) {
      calls.add(new Calls(load, scorer));
    }
    long cpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    for (Future<Calls> thread : threads.invokeAll(calls)) {
      try {
        Calls ignored = thread.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return new Outcome(calls).json(System.nanoTime() - start, PROCESS.getProcessCpuTime() - cpu);
  }
}
