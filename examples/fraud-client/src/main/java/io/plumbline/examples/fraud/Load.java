package io.plumbline.examples.fraud;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends requests from a few threads at once. */
final class Load {
  private static final int THREADS = 4;
  private static final int PROGRESS_EVERY = 100;
  private static final long SEED = 1;

  private final URI server;
  private final PrintStream out;
  private final HttpClient client = HttpClient.newHttpClient();

  Load(URI server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  /** Returns whether every request was answered with the status that it should be. */
  boolean send(int count) throws Exception {
    PaymentRequests requests = new PaymentRequests(SEED);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PaymentRequest request = requests.next();
      calls.add(() -> send(request));
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      return report(calls.stream().map(threads::submit).toList());
    } finally {
      threads.shutdownNow();
    }
  }

  private int send(PaymentRequest request) throws IOException, InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(server.resolve(request.path()))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(request.body()))
            .build();
    HttpResponse<String> response = client.send(post, BodyHandlers.ofString());
    if (response.statusCode() != request.status()) {
      throw new IOException(
          "%s %s was answered %d %s, not %d"
              .formatted(
                  request.path(),
                  request.body(),
                  response.statusCode(),
                  response.body(),
                  request.status()));
    }
    return response.statusCode();
  }

  private boolean report(List<Future<Integer>> calls) throws InterruptedException {
    TreeMap<Integer, Integer> statuses = new TreeMap<>();
    int done = 0;
    int failed = 0;
    for (Future<Integer> call : calls) {
      try {
        statuses.merge(call.get(), 1, Integer::sum);
      } catch (java.util.concurrent.ExecutionException e) {
        failed++;
        out.println("  " + e.getCause());
      }
      if (++done % PROGRESS_EVERY == 0) {
        out.println("  " + done + " of " + calls.size() + " requests");
      }
    }
    out.printf(
        "  answered %d, refused by a model's library %d, not understood %d, unexpected %d%n",
        statuses.getOrDefault(200, 0),
        statuses.getOrDefault(422, 0),
        statuses.getOrDefault(400, 0),
        failed);
    return failed == 0;
  }
}
