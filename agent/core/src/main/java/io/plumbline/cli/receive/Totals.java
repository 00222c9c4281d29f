package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import java.util.Locale;

/** Counts what arrived. */
public final class Totals implements Arrivals {
  private long requests;
  private long spans;
  private long errors;
  private long metrics;
  private long points;

  @Override
  public synchronized void arrived(ReceivedSignal signal, Message request) {
    requests++;
    for (Message resource : request.messages("resourceSpans")) {
      Telemetry.spans(resource).forEach(this::count);
    }
    for (Message resource : request.messages("resourceMetrics")) {
      Telemetry.metrics(resource).forEach(this::countMetric);
    }
  }

  private void count(Message span) {
    spans++;
    errors += Telemetry.isError(span) ? 1 : 0;
  }

  private void countMetric(Message metric) {
    metrics++;
    points += Telemetry.points(metric).count();
  }

  /** For example {@code 400 spans (3 errors), 12 metrics with 96 data points, 9 requests}. */
  @Override
  public synchronized String toString() {
    return String.format(
        Locale.ROOT,
        "%d spans (%d errors), %d metrics with %d data points, %d requests",
        spans,
        errors,
        metrics,
        points,
        requests);
  }
}
