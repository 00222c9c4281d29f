package io.plumbline.export;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The numbers behind {@code otel.sdk.exporter.span.*} and {@code
 * otel.sdk.exporter.metric_data_point.*} (OTel semantic conventions, otel/sdk-metrics.md): written
 * by the relay, readable from any thread.
 */
public final class ExportCounters {
  private final AtomicLong inFlight = new AtomicLong();
  private final LongAdder exported = new LongAdder();
  private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();

  ExportCounters() {}

  void started(long records) {
    inFlight.addAndGet(records);
  }

  void exported(long records) {
    exported.add(records);
    inFlight.addAndGet(-records);
  }

  void failed(long records, String errorType) {
    if (records > 0) {
      failed.computeIfAbsent(errorType, type -> new LongAdder()).add(records);
      inFlight.addAndGet(-records);
    }
  }

  void abandoned(long records) {
    inFlight.addAndGet(-records);
  }

  /** {@code …inflight}: offered and neither accepted nor refused yet. */
  public long inFlight() {
    return inFlight.get();
  }

  /** {@code …exported} without {@code error.type}. */
  public long exported() {
    return exported.sum();
  }

  /** {@code …exported} with {@code error.type}, by its value. */
  public Map<String, Long> failed() {
    Map<String, Long> snapshot = new TreeMap<>();
    failed.forEach((type, count) -> snapshot.put(type, count.sum()));
    return snapshot;
  }
}
