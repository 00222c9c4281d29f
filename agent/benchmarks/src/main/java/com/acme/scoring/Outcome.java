package com.acme.scoring;

import java.util.List;

/** What all threads of a {@link Load} noticed together, as one line of JSON. */
final class Outcome {
  private final Latencies latencies = new Latencies();
  private final Latencies control = new Latencies();
  private long made;
  private long failed;
  private long cpuNanos;
  private long allocatedBytes;
  private double sink;

  Outcome(List<Calls> threads) {
    for (Calls calls : threads) {
      latencies.add(calls.latencies);
      control.add(calls.control);
      made += calls.made;
      failed += calls.failed;
      cpuNanos += calls.cpuNanos;
      allocatedBytes += calls.allocatedBytes;
      sink += calls.sink();
    }
  }

  /**
   * @param wallNanos from the first call to the last
   * @param processNanos of CPU that the whole process took meanwhile
   */
  String json(long wallNanos, long processNanos) {
    return "{\"made\":"
        + made
        + ",\"failed\":"
        + failed
        + ",\"wallNanos\":"
        + wallNanos
        + ",\"processNanos\":"
        + processNanos
        + ",\"cpuNanos\":"
        + cpuNanos
        + ",\"allocatedBytes\":"
        + allocatedBytes
        + ",\"p50\":"
        + latencies.quantile(0.5)
        + ",\"p99\":"
        + latencies.quantile(0.99)
        + ",\"p999\":"
        + latencies.quantile(0.999)
        + ",\"max\":"
        + latencies.max()
        + ",\"controlP999\":"
        + control.quantile(0.999)
        + ",\"controlMax\":"
        + control.max()
        + ",\"sink\":"
        + (Double.isFinite(sink) ? (long) sink : 0)
        + "}";
  }
}
