package io.plumbline.export;

import io.plumbline.spool.SpoolLoss;
import io.plumbline.spool.SpoolRecord;
import io.plumbline.telemetry.EncodedSpan;
import java.util.ArrayList;
import java.util.List;

/** What is to be sent of some successive records, and acknowledged together. */
final class DueSpans {
  private final List<EncodedSpan> spans = new ArrayList<>();
  private final List<SpoolLoss> lost = new ArrayList<>();
  private int records;
  private long payloadBytes;
  private long lastIndex;
  private long lastSpooledEpochMillis;

  void add(MadeSpan made) {
    SpoolRecord record = made.record();
    if (made.loss() != null) {
      lost.add(made.loss());
    }
    if (made.span() != null) {
      spans.add(made.span());
    }
    records++;
    payloadBytes += record.payload().remaining();
    lastIndex = record.index();
    lastSpooledEpochMillis = record.spooledEpochMillis();
  }

  /** Records before the next one are gone. */
  void addGap(List<SpoolLoss> gap) {
    lost.addAll(gap);
  }

  boolean isFull(RelayOptions options) {
    return records >= options.batchRecords() || payloadBytes >= options.batchBytes();
  }

  /** May be empty. */
  List<EncodedSpan> spans() {
    return spans;
  }

  List<SpoolLoss> lost() {
    return lost;
  }

  long payloadBytes() {
    return payloadBytes;
  }

  long lastIndex() {
    return lastIndex;
  }

  long lastSpooledEpochMillis() {
    return lastSpooledEpochMillis;
  }
}
