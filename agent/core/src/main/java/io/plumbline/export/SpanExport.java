package io.plumbline.export;

import io.plumbline.telemetry.EncodedSpan;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the spans of all streams, one batch at a time, the streams in turns. A batch is
 * acknowledged when all of it has arrived or was refused for good.
 */
final class SpanExport {
  private final Delivery<EncodedSpan> delivery;
  private final RelayOptions options;
  private final LongSupplier nanoTime;

  private @Nullable StreamRelay sender;
  private int lastTurn;
  private long dueAtNanos;

  SpanExport(Delivery<EncodedSpan> delivery, RelayOptions options, LongSupplier nanoTime) {
    this.delivery = delivery;
    this.options = options;
    this.nanoTime = nanoTime;
    this.dueAtNanos = nanoTime.getAsLong();
  }

  /**
   * Makes one request, where one is due.
   *
   * @param hurried no batch waits to be filled
   * @return whether the next one is due at once
   */
  boolean attempt(List<StreamRelay> streams, boolean hurried) {
    if (delivery.isIdle()) {
      offerNext(streams, hurried);
    }
    Settlement<EncodedSpan> settlement = delivery.attempt();
    if (settlement != null && sender != null) {
      sender.settled(settlement);
      sender = null;
    }
    return settlement != null || (!delivery.isIdle() && delivery.untilDue().isZero());
  }

  private void offerNext(List<StreamRelay> streams, boolean hurried) {
    for (int i = 1; i <= streams.size(); i++) {
      int turn = (lastTurn + i) % streams.size();
      StreamRelay stream = streams.get(turn);
      List<EncodedSpan> spans = isDue(stream, hurried) ? stream.next() : null;
      if (spans != null) {
        lastTurn = turn;
        sender = stream;
        dueAtNanos = nanoTime.getAsLong() + options.spanInterval().toNanos();
        delivery.offer(spans);
        return;
      }
    }
  }

  private boolean isDue(StreamRelay stream, boolean hurried) {
    boolean full = stream.isFull() || !stream.stream().isLiving();
    return stream.backlog() > 0 && (hurried || full || nanoTime.getAsLong() - dueAtNanos >= 0);
  }

  /** A batch of this stream is not sent again; whether it arrived is not known. */
  void forget(StreamRelay stream) {
    if (sender == stream) {
      delivery.abandon();
      sender = null;
    }
  }

  Delivery<EncodedSpan> delivery() {
    return delivery;
  }

  boolean isIdle() {
    return delivery.isIdle();
  }

  Duration untilDue() {
    return delivery.untilDue();
  }
}
