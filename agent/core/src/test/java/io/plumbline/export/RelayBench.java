package io.plumbline.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.spool.Spool;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.SpanProtos;
import io.plumbline.telemetry.TelemetryOptions;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A relay over a real spool and real deliveries, towards a receiver that answers as it is told. */
final class RelayBench {
  static final ExportResult OK = new ExportResult.Delivered(0, "");
  static final ExportResult AWAY = new ExportResult.Retryable(null, "away");

  /** Small batches, so that few records make several; nothing waits. */
  static final RelayOptions OPTIONS =
      new RelayOptions(
          Duration.ofSeconds(60), Duration.ZERO, Duration.ofSeconds(30), 10, 1 << 20, 1 << 20);

  final ManualTime time = new ManualTime();
  final AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.DEBUG);
  final AgentErrors errors = new AgentErrors(log);
  final LostRanges lost = new LostRanges();
  final List<SpanData> spans = new CopyOnWriteArrayList<>();
  final List<MetricData> metrics = new CopyOnWriteArrayList<>();

  volatile Function<List<SpanData>, ExportResult> spanAnswer = batch -> OK;
  volatile Function<List<MetricData>, ExportResult> metricAnswer = batch -> OK;
  volatile Supplier<@Nullable RelayStream> adoption = () -> null;
  RelayOptions options = OPTIONS;
  long made;

  /** What a host thread and the writer would have done. */
  void append(Spool spool, List<byte[]> records) {
    for (byte[] record : records) {
      if (spool.append(0, ByteBuffer.wrap(record), 0) == null) {
        made++;
      }
    }
  }

  RelayStream stream(Spool spool) {
    return RelayStream.living(
        new TelemetryStream("own", 77, Resource.empty()),
        spool,
        () -> new RelayStream.HookCounts(made, Map.of()),
        lost);
  }

  /** A relay as after a start, towards the same receiver, in the bench's time. */
  Relay relay(Spool spool) throws IOException {
    TelemetryOptions telemetry = TelemetryOptions.defaults("1");
    return new Relay(
        new StreamRelay(stream(spool), telemetry, options, errors),
        () -> adoption.get(),
        new SpanExport(spanDelivery(), options, time),
        metricDelivery(),
        ExportOptions.defaults(),
        telemetry,
        options,
        errors,
        Clock.systemUTC(),
        time);
  }

  /** A relay in real time, to be run on a thread. */
  Relay liveRelay(RelayStream own) throws IOException {
    return new Relay(
        own,
        () -> adoption.get(),
        new Delivery<>(
            OtlpSignal.TRACES,
            this::receiveSpans,
            span -> 1,
            new Backoff(new Random(1)),
            ManualTime.PROBE_INTERVAL,
            log),
        new Delivery<>(
            OtlpSignal.METRICS,
            this::receiveMetrics,
            point -> 1,
            new Backoff(new Random(1)),
            ManualTime.PROBE_INTERVAL,
            log),
        ExportOptions.defaults(),
        TelemetryOptions.defaults("1"),
        options,
        errors,
        Clock.systemUTC());
  }

  private Delivery<EncodedSpan> spanDelivery() {
    return new Delivery<>(
        OtlpSignal.TRACES,
        this::receiveSpans,
        span -> 1,
        new Backoff(new Random(1)),
        ManualTime.PROBE_INTERVAL,
        log,
        time,
        time);
  }

  private Delivery<MetricData> metricDelivery() {
    return new Delivery<>(
        OtlpSignal.METRICS,
        this::receiveMetrics,
        point -> 1,
        new Backoff(new Random(1)),
        ManualTime.PROBE_INTERVAL,
        log,
        time,
        time);
  }

  private ExportResult receiveSpans(List<? extends EncodedSpan> batch) {
    List<SpanData> decoded = SpanProtos.decoded(List.copyOf(batch));
    ExportResult answer = spanAnswer.apply(decoded);
    if (answer instanceof ExportResult.Delivered) {
      spans.addAll(decoded);
    }
    return answer;
  }

  private ExportResult receiveMetrics(List<? extends MetricData> batch) {
    ExportResult answer = metricAnswer.apply(List.copyOf(batch));
    if (answer instanceof ExportResult.Delivered) {
      metrics.addAll(batch);
    }
    return answer;
  }

  /** Rounds until there is nothing left to do at this time. */
  static void settle(Relay relay) {
    int rounds = 0;
    while (relay.round()) {
      if (++rounds > 100_000) {
        throw new AssertionError("the relay finds work for ever");
      }
    }
  }

  /** Lets the metric interval pass, and the relay send. */
  void settleWithMetrics(Relay relay) {
    settle(relay);
    time.pass(options.metricInterval());
    settle(relay);
  }

  List<String> spanIds() {
    return spans.stream().map(SpanData::getSpanId).toList();
  }

  /** Inferences that the last snapshot of a stream with this start time counts. */
  long counted(long startEpochNanos) {
    return last("ml.inference.duration", startEpochNanos).stream()
        .mapToLong(point -> ((HistogramPointData) point).getCount())
        .sum();
  }

  /** Inferences that the last snapshot of a stream with this start time says were made. */
  long made(long startEpochNanos) {
    return last("plumbline.inferences", startEpochNanos).stream()
        .mapToLong(point -> ((LongPointData) point).getValue())
        .sum();
  }

  /** Values of the last snapshot, by reason; without zeros. */
  Map<String, Long> reasons(String metric, long startEpochNanos) {
    Map<String, Long> reasons = new TreeMap<>();
    for (Object point : last(metric, startEpochNanos)) {
      LongPointData data = (LongPointData) point;
      String reason = data.getAttributes().get(AttributeKey.stringKey("reason"));
      if (data.getValue() > 0 && reason != null) {
        reasons.put(reason, data.getValue());
      }
    }
    return reasons;
  }

  /** The last value of a gauge in the stream of this process. */
  double gauge(String metric, String reason) {
    for (Object point : last(metric, 77)) {
      DoublePointData data = (DoublePointData) point;
      if (reason.equals(data.getAttributes().get(AttributeKey.stringKey("reason")))) {
        return data.getValue();
      }
    }
    throw new AssertionError("no " + metric + " for " + reason);
  }

  /** Of each snapshot, by its time: the sum of a counter, or the count of a histogram. */
  Map<Long, Long> atTime(String metric) {
    Map<Long, Long> atTime = new TreeMap<>();
    for (MetricData data : metrics) {
      if (data.getName().equals(metric)) {
        for (PointData point : data.getData().getPoints()) {
          long n =
              point instanceof HistogramPointData histogram
                  ? histogram.getCount()
                  : ((LongPointData) point).getValue();
          atTime.merge(point.getEpochNanos(), n, Long::sum);
        }
      }
    }
    return atTime;
  }

  /** Snapshots of a stream with this start time. */
  long snapshots(long startEpochNanos) {
    return metrics.stream()
        .filter(data -> data.getName().equals("plumbline.inferences"))
        .flatMap(data -> data.getData().getPoints().stream())
        .filter(point -> point.getStartEpochNanos() == startEpochNanos)
        .count();
  }

  /** The last value of a counter without attributes. */
  long value(String metric, long startEpochNanos) {
    return last(metric, startEpochNanos).stream()
        .mapToLong(point -> ((LongPointData) point).getValue())
        .sum();
  }

  private Collection<?> last(String metric, long startEpochNanos) {
    List<Collection<?>> all = new ArrayList<>();
    for (MetricData data : metrics) {
      if (data.getName().equals(metric)
          && data.getData().getPoints().iterator().next().getStartEpochNanos() == startEpochNanos) {
        all.add(data.getData().getPoints());
      }
    }
    return all.isEmpty() ? List.of() : all.get(all.size() - 1);
  }
}
