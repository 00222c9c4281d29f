package io.plumbline.cli.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.AgentVersion;
import io.plumbline.export.LostRanges;
import io.plumbline.export.OtlpExporter;
import io.plumbline.export.StreamExport;
import io.plumbline.spool.CarriedStream;
import io.plumbline.spool.DeliveredMark;
import io.plumbline.spool.SpoolKeys;
import io.plumbline.spool.SpoolLoss;
import io.plumbline.spool.StreamCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delivers streams to one receiver, and says in words how that went. */
public final class StreamDelivery {
  private final StreamExport export;
  private final String endpoint;
  private final boolean remove;
  private final SpoolKeys keys;
  private final Clock clock = Clock.systemUTC();

  /**
   * @param endpoint as people know it
   * @param patience with a receiver that takes nothing
   * @param remove streams that have arrived whole
   * @param keys under which they may be
   */
  public StreamDelivery(
      OtlpExporter exporter, String endpoint, Duration patience, boolean remove, SpoolKeys keys) {
    AgentLog log = new AgentLog(clock, AgentLog.Level.WARN);
    log.writeTo(System.err);
    this.export = new StreamExport(exporter, patience, log, new AgentErrors(log), clock);
    this.endpoint = endpoint;
    this.remove = remove;
    this.keys = keys;
  }

  /**
   * @param progressDirectory null to note it in the stream itself
   */
  public ExportOutcome deliver(
      String name, Path path, @Nullable Path progressDirectory, boolean anyOwner, Progress progress)
      throws InterruptedException {
    try (CarriedStream stream = CarriedStream.claim(path, progressDirectory, anyOwner, keys)) {
      DeliveredMark before = stream.delivered();
      return before == null ? deliver(name, stream, progress) : again(name, stream, before);
    } catch (IOException | UncheckedIOException e) {
      return failed(name, e);
    }
  }

  private static ExportOutcome failed(String name, Exception e) {
    return new ExportOutcome(name, false, "not delivered: " + StreamsArgument.reason(e), Map.of());
  }

  private ExportOutcome again(String name, CarriedStream stream, DeliveredMark before)
      throws IOException {
    Instant when = before.when().truncatedTo(ChronoUnit.SECONDS);
    String what = "was delivered at " + when + " to " + before.where() + "; nothing was sent";
    return ended(name, stream, before.missing(), what, Map.of());
  }

  private ExportOutcome deliver(String name, CarriedStream stream, Progress progress)
      throws IOException, InterruptedException {
    LostRanges lost = new LostRanges();
    long damaged = findDamage(stream, lost, progress);
    long waiting = stream.lastIndex() - stream.ackedIndex();
    long from = stream.ackedIndex();
    String of = " of " + Quantity.count(waiting, "record") + " delivered of " + name;
    StreamExport.Result result =
        export.export(
            stream,
            StreamTelemetry.options(stream.header(), AgentVersion.current()),
            lost,
            acked -> progress.at(Quantity.count(acked - from) + of));
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("spans", result.spans());
    numbers.put("refused", result.refused());
    numbers.put("damaged", damaged);
    numbers.put("remaining", stream.lastIndex() - stream.ackedIndex());
    if (!result.isComplete()) {
      return new ExportOutcome(name, false, interrupted(stream, result), numbers);
    }
    long missing = damaged + result.refused();
    stream.markDelivered(new DeliveredMark(clock.instant(), missing, endpoint));
    return ended(name, stream, missing, delivered(result, damaged), numbers);
  }

  private static long findDamage(CarriedStream stream, LostRanges lost, Progress progress)
      throws IOException {
    String of = " of " + Quantity.count(stream.stored().records(), "record") + " looked at";
    StreamCheck check =
        StreamCheck.of(stream.stored(), read -> progress.at(Quantity.count(read) + of));
    check.lost().forEach(lost::onLoss);
    long records = check.lost().stream().mapToLong(SpoolLoss::records).sum();
    if (!check.isDamaged()) {
      return records;
    }
    return records + Math.max(stream.notStored(), check.isRingDamaged() ? 1 : 0);
  }

  private static String interrupted(CarriedStream stream, StreamExport.Result result) {
    return Quantity.count(result.spans(), "span")
        + " delivered, "
        + Quantity.count(stream.lastIndex() - stream.ackedIndex(), "record")
        + " and the last metrics not: "
        + result.failure()
        + (stream.isProgressKept()
            ? ". The same command goes on from here"
            : ". The spool cannot be written, so the next attempt starts over; see --progress");
  }

  private static String delivered(StreamExport.Result result, long damaged) {
    String what = Quantity.count(result.spans(), "span") + " and the last metrics delivered";
    if (result.refused() > 0) {
      what += ", " + Quantity.count(result.refused()) + " refused by the receiver for good";
    }
    return damaged > 0 ? what + ", " + Quantity.count(damaged, "record") + " damaged" : what;
  }

  private ExportOutcome ended(
      String name, CarriedStream stream, long missing, String what, Map<String, Object> numbers)
      throws IOException {
    if (!remove) {
      return new ExportOutcome(name, missing == 0, what, numbers);
    }
    if (missing > 0) {
      return new ExportOutcome(
          name, false, what + "; not removed, because something is missing", numbers);
    }
    stream.remove();
    return new ExportOutcome(name, true, what + "; removed", numbers);
  }
}
