package io.plumbline.export;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.export.RelayStream.HookCounts;
import io.plumbline.spool.Checkpoint;
import io.plumbline.spool.SpoolBatch;
import io.plumbline.spool.SpoolLoss;
import io.plumbline.spool.SpoolReader;
import io.plumbline.spool.SpoolRecord;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.InferenceSpans;
import io.plumbline.telemetry.Interpretation;
import io.plumbline.telemetry.ProcessCounts;
import io.plumbline.telemetry.SelfMetrics;
import io.plumbline.telemetry.SpanSampling;
import io.plumbline.telemetry.StreamCounts;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream with two cursors: one counts, the other delivers spans and acknowledges. The
 * first never waits for the second.
 */
final class StreamRelay {
  private final RelayStream stream;
  private final SpoolReader reader;
  private final SeenInferences seen;
  private TelemetryOptions telemetry;
  private final RelayOptions options;
  private final AgentErrors errors;
  private final SpanMaker spans;
  private final SpansAhead ahead;
  private StreamState state;

  private final StreamReading counting;
  private long counted;
  private long bytesSinceCheckpoint;
  private long lossesSaved; // how many of them, by the number that was told
  private boolean countedAll;
  private boolean brokeOff; // a batch, before all of it was counted
  private boolean halfCounted; // a record of that batch, perhaps

  private final StreamReading delivering;
  private long delivered;
  private @Nullable DueSpans inDelivery;
  private boolean deliverAgain; // what came after the last acknowledgement
  private boolean cutByBytes; // the last batch, so that the rest is due

  private final Telling telling = new Telling();

  /**
   * @throws IOException when the stream's state is not one that this agent can go on from
   */
  StreamRelay(
      RelayStream stream, TelemetryOptions telemetry, RelayOptions options, AgentErrors errors)
      throws IOException {
    this.stream = stream;
    this.reader = stream.reader();
    this.seen = stream.seen();
    this.telemetry = telemetry;
    this.options = options;
    this.errors = errors;
    this.spans = new SpanMaker(new InferenceSpans(stream.identity(), telemetry), seen, errors);
    this.ahead = new SpansAhead(options);
    Checkpoint checkpoint = reader.checkpoint();
    this.state = StreamState.of(checkpoint == null ? null : checkpoint.state(), telemetry);
    this.counted = checkpoint == null ? 0 : checkpoint.coveredIndex();
    this.counting = new StreamReading(reader, options);
    this.delivered = reader.ackedIndex();
    this.delivering = new StreamReading(reader, options);
  }

  RelayStream stream() {
    return stream;
  }

  /** What is counted or delivered from now on goes by another sampling. */
  void change(SpanSampling sampling) {
    telemetry = telemetry.withSampling(sampling);
    spans.change(sampling);
    ahead.forget();
    state.metrics().change(sampling);
  }

  /**
   * Counts what comes next.
   *
   * @return whether there was anything
   */
  boolean count() {
    if (countedAll || (stream.isLiving() && reader.lastIndex() <= counted)) {
      return false;
    }
    goOnFromWhatIsSure();
    brokeOff = true;
    SpoolBatch batch = counting.next(counted);
    batch.records().forEach(this::count);
    if (batch.isEmpty()) {
      countTheEnd();
    }
    brokeOff = false;
    return !batch.isEmpty();
  }

  /**
   * After an error, such as one of a host without memory, broke off a batch: no record of it is
   * counted twice, and none is left out. Where one may be counted in part, all since the last
   * checkpoint are counted again; they are still there. Fails, and is tried again, as long as there
   * is no memory for it.
   */
  private void goOnFromWhatIsSure() {
    if (halfCounted) {
      Checkpoint checkpoint = reader.checkpoint();
      state = stateOf(checkpoint);
      counted = checkpoint == null ? 0 : checkpoint.coveredIndex();
      countedAll = false;
      bytesSinceCheckpoint = 0;
      brokeOff = true;
      halfCounted = false;
    }
    if (brokeOff) {
      counting.breakOff();
      brokeOff = false;
    }
  }

  private StreamState stateOf(@Nullable Checkpoint checkpoint) {
    try {
      return StreamState.of(checkpoint == null ? null : checkpoint.state(), telemetry);
    } catch (IOException e) {
      throw new UncheckedIOException("it was read, or written, before", e);
    }
  }

  private void count(SpoolRecord record) {
    halfCounted = true;
    countMissing(record.index() - 1);
    Interpretation interpretation = countedOrDropped(record);
    counted = record.index();
    bytesSinceCheckpoint += record.payload().remaining();
    halfCounted = false;
    if (interpretation != null) {
      makeAhead(record, interpretation);
    }
  }

  /** One record that we fall over must not stop those behind it: null, then. */
  private @Nullable Interpretation countedOrDropped(SpoolRecord record) {
    try {
      Interpretation interpretation = spans.interpret(record);
      state.metrics().record(interpretation);
      seen.counted(interpretation.inference());
      return interpretation;
    } catch (RuntimeException e) {
      state.drop(DropReason.CORRUPTED, 1);
      errors.report("relay, counting a record", e);
      return null;
    }
  }

  /** Its span, too, where that is what delivery would make next. */
  private void makeAhead(SpoolRecord record, Interpretation interpretation) {
    if (ahead.takes(record, frontier())) {
      ahead.add(spans.make(record, interpretation));
    }
  }

  /** Up to where all is delivered, or under way. */
  private long frontier() {
    return inDelivery == null ? delivered : inDelivery.lastIndex();
  }

  /** The spool never deletes what is not counted: what is missing was damaged, or removed. */
  private void countMissing(long upToIndex) {
    if (upToIndex > counted) {
      stream
          .lost()
          .within(counted + 1, upToIndex, DropReason.CORRUPTED)
          .forEach(loss -> state.drop(loss.reason(), loss.records()));
      counted = upToIndex;
    }
  }

  /** No more records come after the last one of a dead stream; what it should have is lost. */
  private void countTheEnd() {
    if (!stream.isLiving()) {
      halfCounted = true;
      countMissing(reader.lastIndex());
      countedAll = true;
      halfCounted = false;
    }
  }

  boolean isCheckpointDue() {
    return bytesSinceCheckpoint >= options.checkpointBytes()
        || stream.lost().told() > lossesSaved
        || reader.awaitsCheckpoint(counted);
  }

  /** Saves what was counted, so that it is not counted again, and the spool may let it go. */
  void checkpoint() {
    goOnFromWhatIsSure();
    try {
      save();
    } catch (IOException e) {
      // After a crash now, the one before it counts, and the records after that again.
      errors.report("relay, saving a checkpoint", e);
    }
  }

  private void save() throws IOException {
    long told = stream.lost().told();
    foreseeLosses();
    reader.save(new Checkpoint(counted, state.toBytes()));
    bytesSinceCheckpoint = 0;
    lossesSaved = told;
  }

  /** Whether all of a dead stream is counted. */
  boolean isCounted() {
    return countedAll;
  }

  /**
   * What is left of a dead stream behind its segments goes; it was the only place of what its hooks
   * counted, so that stands in a checkpoint first.
   */
  void giveUpRest(DropReason reason) throws IOException {
    goOnFromWhatIsSure();
    HookCounts ignored = state.tell(stream.hookCounts(), counted);
    save();
    stream.giveUpRest(reason);
  }

  /** Lets a dead stream go for others that wait; what went of it is not forgotten. */
  void letGo() {
    checkpoint();
    close();
    stream.letGo();
  }

  /** Records that wait for their spans to be delivered. */
  long backlog() {
    return inDelivery == null ? reader.lastIndex() - delivered : 0;
  }

  /** Whether they fill a batch, as far as known. */
  boolean isFull() {
    long backlog = backlog();
    return backlog >= options.batchRecords() || (cutByBytes && backlog > 0);
  }

  /**
   * Takes the next records, to be acknowledged by {@link #settled}.
   *
   * @return their spans; null when there are no records now
   */
  @Nullable List<EncodedSpan> next() {
    if (deliverAgain) {
      delivering.breakOff();
      ahead.forget();
    }
    deliverAgain = true; // unless it ends well
    DueSpans due = madeAhead();
    if (due == null) {
      ahead.forget();
      due = read();
    } else {
      delivering.breakOff(); // it stands before what was made ahead
    }
    inDelivery = due;
    cutByBytes = due != null && due.payloadBytes() > options.batchBytes() / 2;
    if (due == null) {
      deliverTheEnd();
    }
    deliverAgain = false;
    return due == null ? null : due.spans();
  }

  /** Unless the spool let go of something behind the frontier, which then is lost, and counted. */
  private @Nullable DueSpans madeAhead() {
    return stream.lost().after(delivered).isEmpty() ? ahead.take() : null;
  }

  private @Nullable DueSpans read() {
    SpoolBatch batch = delivering.next(delivered);
    if (batch.isEmpty()) {
      return null;
    }
    DueSpans due = new DueSpans();
    long expected = delivered + 1;
    for (SpoolRecord record : batch.records()) {
      due.addGap(lostWithin(expected, record.index() - 1));
      expected = record.index() + 1;
      due.add(spans.make(record));
    }
    return due;
  }

  /** Damage that is found in this life is told in it. What nobody told of went before. */
  private List<SpoolLoss> lostWithin(long first, long last) {
    return first > last
        ? List.of()
        : stream.lost().within(first, last, state.spanLosses().reasonOfUntold());
  }

  /** Records at the end of a dead stream that cannot be read. */
  private void deliverTheEnd() {
    if (!stream.isLiving() && delivered < reader.lastIndex()) {
      goOnFromWhatIsSure();
      settle(lostWithin(delivered + 1, reader.lastIndex()), 0, reader.lastIndex());
    }
  }

  private void settle(List<SpoolLoss> lost, long rejected, long upToIndex) {
    SpanLosses losses = state.spanLosses();
    boolean some = false;
    for (SpoolLoss loss : lost) {
      some |= losses.count(loss);
    }
    some |= losses.settle(upToIndex, rejected);
    if (some) {
      // Before the acknowledgement: a loss is counted once, whenever we die.
      checkpoint();
    }
    delivered = upToIndex;
    stream.lost().forgetUpTo(Math.min(delivered, counted));
  }

  /** The batch of {@link #next} has arrived, or was refused for good: acknowledges it. */
  void settled(Settlement<EncodedSpan> settlement) {
    DueSpans sent = inDelivery;
    if (sent == null) {
      return;
    }
    inDelivery = null;
    deliverAgain = true; // unless it ends well: then it arrives twice, with the same ids
    goOnFromWhatIsSure();
    long rejected = settlement.refused().size() + settlement.rejectedByReceiver();
    settle(sent.lost(), rejected, sent.lastIndex());
    reader.ack(sent.lastIndex(), sent.lastSpooledEpochMillis());
    if (reader.awaitsCheckpoint(counted)) {
      checkpoint();
    }
    deliverAgain = false;
  }

  /** Whether nothing is left to count or to deliver. */
  boolean isDone() {
    boolean allCounted = stream.isLiving() ? counted >= reader.lastIndex() : countedAll;
    return allCounted && inDelivery == null && delivered >= reader.lastIndex();
  }

  /** What the hooks have counted by now. */
  HookCounts hookCounts() {
    return stream.hookCounts();
  }

  /** Whether all that was made by {@code then} is counted here, or dropped. */
  boolean hasCounted(HookCounts then) {
    return counted >= stored(then);
  }

  /** Whether all that was made by {@code then} is delivered, or dropped. */
  boolean hasDelivered(HookCounts then) {
    return inDelivery == null && delivered >= stored(then);
  }

  // What was about to be stored then may have been dropped since.
  private long stored(HookCounts then) {
    return Math.min(then.stored(), stream.hookCounts().stored());
  }

  /**
   * All points so far; call {@link #heard} when they have arrived.
   *
   * @param hooks what they had counted at a time up to which this relay {@link #hasCounted}: then
   *     the numbers add up
   * @param process {@link ProcessCounts#NONE} for a dead one
   */
  List<MetricData> snapshot(HookCounts hooks, long epochNanos, ProcessCounts process) {
    goOnFromWhatIsSure();
    HookCounts told = state.tell(hooks, counted);
    // First saved, then sent: after a crash the numbers must not go back.
    checkpoint();
    telling.told(told.made(), counted, state.spanLosses().counts());
    List<MetricData> points =
        new ArrayList<>(state.metrics().snapshot(stream.identity(), epochNanos));
    points.addAll(
        SelfMetrics.snapshot(
            stream.identity(), telemetry.agentVersion(), epochNanos, counts(told), process));
    return points;
  }

  /**
   * What the spool let go before delivery came there will not come any more. Whoever goes on after
   * a crash sees the gap, and not why it is there.
   */
  private void foreseeLosses() {
    stream.lost().after(frontier()).forEach(state.spanLosses()::foresee);
  }

  private StreamCounts counts(HookCounts hooks) {
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    dropped.putAll(hooks.dropped());
    state.dropped().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
    if (countedAll) {
      // What a dead process counted, did not drop, and did not get as far as storing.
      dropped.merge(stream.reasonOfMissing(), hooks.stored() - counted, Long::sum);
    }
    return new StreamCounts(
        hooks.made(),
        dropped,
        state.spanLosses().counts(),
        state.spanLosses().times(),
        stream.sizeBytes(),
        stream.withoutKey(),
        stream.lag());
  }

  /**
   * Saves what the hooks have counted, sent or not: their ring may be in memory, and go with the
   * process.
   */
  void keep(HookCounts hooks) {
    goOnFromWhatIsSure();
    HookCounts ignored = state.tell(hooks, counted);
    checkpoint();
  }

  /** The points of the last {@link #snapshot} have arrived. */
  void heard() {
    telling.heard();
  }

  /**
   * Whether there is something final to tell of a stream that is dead: once it is counted to its
   * end, and once more only if spans of it were lost since.
   */
  boolean hasLastWord() {
    return countedAll && (!telling.wasHeard() || (isDone() && !isTold()));
  }

  /** Whether what is known by now has arrived as metrics. */
  boolean isTold() {
    long made = stream.isLiving() ? stream.hookCounts().made() : telling.made();
    return telling.isAll(made, counted, state.spanLosses().counts());
  }

  /**
   * Records were erased: what was read of them is read again, and what was counted keeps no single
   * value of them.
   */
  void forget() {
    counting.breakOff();
    delivering.breakOff();
    ahead.forget();
    inDelivery = null;
    deliverAgain = true;
    goOnFromWhatIsSure();
    state.metrics().forgetSingleValues();
    seen.forget();
    try {
      reader.saveOver(new Checkpoint(counted, state.toBytes()));
      bytesSinceCheckpoint = 0;
    } catch (IOException e) {
      errors.report("relay, saving a checkpoint after an erasure", e);
    }
  }

  /** What people ask for who look on from another thread. */
  RelayStatus status(@Nullable StreamRelay adopted, ExportOptions endpoints) {
    return new RelayStatus(
        counted,
        Math.max(0, reader.lastIndex() - delivered),
        Map.copyOf(state.dropped()),
        Map.copyOf(state.spanLosses().counts()),
        stream.sizeBytes(),
        stream.lag(),
        stream.isDurable(),
        endpoints,
        adopted == null ? null : adopted.stream.identity().id());
  }

  /** Stops reading; the stream itself stays. */
  void close() {
    counting.close();
    delivering.close();
  }
}
