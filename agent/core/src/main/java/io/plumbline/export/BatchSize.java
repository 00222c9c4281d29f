package io.plumbline.export;

import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Collection;

/**
 * How many bytes a request may have, before compression.
 *
 * <p>Cut batches at the target by an estimate, such as the size of their records. The exporter
 * refuses what is above the hard limit without sending it, and {@link Delivery} then halves it, so
 * an estimate that was wrong costs a second marshalling and nothing else.
 */
public final class BatchSize {
  /** Large enough that the request's overhead does not count, small enough to be held twice. */
  public static final int TARGET_BYTES = 1 << 20;

  /** Below the 4 MiB at which gRPC servers refuse a message by default. */
  public static final int HARD_BYTES = 7 << 19;

  private BatchSize() {}

  /** Exact size of the request these spans would make. */
  public static int encoded(Collection<SpanData> spans) {
    return TraceRequestMarshaler.create(spans).getBinarySerializedSize();
  }
}
