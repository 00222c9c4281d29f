package io.plumbline.examples.fraud;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What arrived, for the eye: a span, the metrics, the spool. */
final class Report {
  private final Telemetry telemetry;
  private final @Nullable Path spool;

  Report(Telemetry telemetry, @Nullable Path spool) {
    this.telemetry = telemetry;
    this.spool = spool;
  }

  void printTo(PrintStream out) throws IOException {
    List<Span> spans = telemetry.inferences();
    if (!spans.isEmpty()) {
      out.println("One inference, as it arrived");
      new SpanTree(mostTelling(spans)).printTo(out);
      out.println();
    }
    out.println("The metrics");
    new MetricTable(telemetry.allSeries()).printTo(out);
    out.println();
    if (spool != null) {
      out.println("The spool, " + spool);
      new SpoolListing(spool).printTo(out);
      out.println();
    }
  }

  /** A single payment with all its features that was found to be fraud, if there is one. */
  private static Span mostTelling(List<Span> spans) {
    return spans.stream()
        .max(
            Comparator.<Span, Boolean>comparing(span -> span.error() == null)
                .thenComparing(span -> !span.attributes().containsKey("ml.input.names"))
                .thenComparing(span -> "1".equals(span.text("ml.prediction.label")))
                .thenComparing(span -> span.attributes().size()))
        .orElseThrow();
  }
}
