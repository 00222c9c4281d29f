package io.plumbline.export;

import io.plumbline.spool.SpoolBatch;
import io.plumbline.spool.SpoolReader;
import io.plumbline.spool.SpoolTailer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream in order. When a batch breaks off half-way, as in a host without memory, it starts
 * again behind what was dealt with, as soon as that goes.
 */
final class StreamReading implements AutoCloseable {
  private final SpoolReader reader;
  private final RelayOptions options;
  private @Nullable SpoolTailer tailer;

  StreamReading(SpoolReader reader, RelayOptions options) {
    this.reader = reader;
    this.options = options;
  }

  /**
   * @param afterIndex of the record before, for the first read and after {@link #breakOff}
   */
  SpoolBatch next(long afterIndex) {
    if (tailer == null) {
      tailer = reader.tailer(afterIndex);
    }
    return tailer.read(options.batchRecords(), options.batchBytes());
  }

  /** What was read last was not dealt with to its end. */
  void breakOff() {
    close();
  }

  @Override
  public void close() {
    SpoolTailer open = tailer;
    tailer = null;
    if (open != null) {
      open.close();
    }
  }
}
