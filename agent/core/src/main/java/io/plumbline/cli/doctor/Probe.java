package io.plumbline.cli.doctor;

import io.plumbline.export.ExportOptions;
import io.plumbline.export.ExportResult;
import io.plumbline.export.OtlpExporter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the receiver says to an empty request from here, which may be another place on the network
 * than the process.
 *
 * @param answered whether anybody answered at all
 * @param accepted whether it would take data
 * @param withHeaders whether the process's headers were known here
 */
public record Probe(
    String signal,
    String to,
    boolean answered,
    boolean accepted,
    String answer,
    boolean withHeaders) {

  /** One attempt for each signal. */
  static List<Probe> of(ExportOptions options, boolean withHeaders) {
    try (OtlpExporter exporter = new OtlpExporter(options, Clock.systemUTC())) {
      return List.of(
          probe(
              "traces", options.traces().toString(), exporter.exportSpans(List.of()), withHeaders),
          probe(
              "metrics",
              options.metrics().toString(),
              exporter.exportMetrics(List.of()),
              withHeaders));
    } catch (IllegalArgumentException e) {
      return List.of(
          new Probe("traces", "", false, false, String.valueOf(e.getMessage()), withHeaders));
    }
  }

  private static Probe probe(String signal, String to, ExportResult result, boolean withHeaders) {
    Hearing hearing = new Hearing();
    result.applyTo(hearing);
    return new Probe(signal, to, hearing.answered, hearing.accepted, hearing.answer, withHeaders);
  }

  private static final class Hearing implements ExportResult.Handling {
    boolean answered = true;
    boolean accepted;
    String answer = "OK";

    @Override
    public void delivered(long rejected, String message) {
      accepted = true;
    }

    @Override
    public void retryable(@Nullable Duration after, String reason) {
      answered = !reason.startsWith("no answer");
      answer = reason;
    }

    @Override
    public void parked(String reason) {
      answer = reason;
    }

    @Override
    public void oversized(String reason) {
      answer = reason;
    }

    @Override
    public void refused(String reason, boolean divisible) {
      // It was understood, and there was nothing in it.
      accepted = true;
      answer = reason;
    }
  }
}
