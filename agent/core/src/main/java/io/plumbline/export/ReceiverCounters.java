package io.plumbline.export;

import io.plumbline.telemetry.ExporterCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The counters of each receiver that one signal has had. They are cumulative: the series of one
 * that nothing goes to any more stays where it is, and goes on when something does.
 */
final class ReceiverCounters {
  private final OtlpSignal signal;
  private final Map<ExporterView, ExportCounters> byReceiver = new LinkedHashMap<>();

  ReceiverCounters(OtlpSignal signal, OtlpEndpoint first, ExportCounters counters) {
    this.signal = signal;
    byReceiver.put(ExporterView.of(signal, first), counters);
  }

  ExportCounters of(OtlpEndpoint endpoint) {
    return byReceiver.computeIfAbsent(
        ExporterView.of(signal, endpoint), receiver -> new ExportCounters());
  }

  Stream<ExporterCounts> all() {
    return byReceiver.entrySet().stream().map(each -> each.getKey().counts(each.getValue()));
  }
}
