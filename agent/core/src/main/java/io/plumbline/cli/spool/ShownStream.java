package io.plumbline.cli.spool;

import io.plumbline.cli.receive.Printer;
import io.plumbline.cli.receive.ReceivedSignal;
import io.plumbline.diagnostics.AgentVersion;
import io.plumbline.export.StoredSpans;
import io.plumbline.otlp.Message;
import io.plumbline.otlp.OtlpJson;
import io.plumbline.spool.SpoolBatch;
import io.plumbline.spool.SpoolRecord;
import io.plumbline.spool.SpoolTailer;
import io.plumbline.spool.StoredStream;
import io.plumbline.spool.StreamHeader;
import io.plumbline.spool.StreamOwner;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.TelemetryResource;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the spans of one stream. */
public final class ShownStream {
  private static final int BATCH_RECORDS = 100;
  private static final int BATCH_BYTES = 1 << 20;

  private final StoredStream stream;
  private final StoredSpans spans;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final Printer printer;

  /**
   * @throws IOException when it cannot be read whose stream it is
   */
  public ShownStream(StoredStream stream, PrintWriter out, PrintWriter err, boolean json)
      throws IOException {
    this.stream = stream;
    this.out = out;
    this.err = err;
    this.json = json;
    this.printer = new Printer(out);
    StreamHeader header = stream.header();
    this.spans =
        new StoredSpans(
            new TelemetryStream(
                header.streamId(),
                header.startEpochNanos(),
                TelemetryResource.of(header.resource())),
            StreamTelemetry.options(header, AgentVersion.current()));
  }

  /**
   * @return whether all could be read
   */
  public boolean showAfter(long index) throws IOException {
    boolean whole = true;
    long expected = Math.max(index + 1, stream.firstDueIndex());
    try (SpoolTailer tailer = stream.tailer(index)) {
      for (SpoolBatch batch = tailer.read(BATCH_RECORDS, BATCH_BYTES);
          !batch.isEmpty();
          batch = tailer.read(BATCH_RECORDS, BATCH_BYTES)) {
        whole &= isLive() || (batch.records().get(0).index() == expected && isWithoutGaps(batch));
        whole &= show(batch.records());
        expected = batch.last().index() + 1;
      }
    }
    return whole;
  }

  /** Then a segment may be delivered and deleted before it is read. */
  private boolean isLive() {
    return stream.owner().state() != StreamOwner.State.DEAD;
  }

  private static boolean isWithoutGaps(SpoolBatch batch) {
    List<SpoolRecord> records = batch.records();
    return batch.last().index() - records.get(0).index() == records.size() - 1;
  }

  private boolean show(List<SpoolRecord> records) throws IOException {
    List<EncodedSpan> request = new ArrayList<>();
    for (SpoolRecord record : records) {
      EncodedSpan span = span(record);
      if (span != null) {
        request.add(span);
      }
    }
    if (json && !request.isEmpty()) {
      out.println(OtlpJson.write(decoded(request)));
    }
    out.flush();
    return request.size() == records.size();
  }

  private @Nullable EncodedSpan span(SpoolRecord record) throws IOException {
    try {
      EncodedSpan span = spans.span(record);
      if (!json) {
        printer.arrived(ReceivedSignal.TRACES, decoded(List.of(span)));
        out.print(spans.isSent(record) ? "" : "(only counted: its sampling sends no span)\n");
      }
      return span;
    } catch (RuntimeException e) {
      err.println("Record " + record.index() + " makes no sense: " + e.getMessage());
      return null;
    }
  }

  private static Message decoded(List<EncodedSpan> spans) throws IOException {
    return ReceivedSignal.TRACES.decode(StoredSpans.request(spans));
  }
}
