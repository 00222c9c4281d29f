package io.plumbline.export;

import io.plumbline.status.ReceiverFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one signal goes.
 *
 * @param answer what the receiver said last, or why it said nothing; null when it was not asked
 * @param answered when
 * @param delivered when it took something last; null when never
 * @param failures attempts since
 */
public record SignalStatus(
    ReceiverFacts.State state,
    @Nullable String answer,
    @Nullable Instant answered,
    @Nullable Instant delivered,
    long failures) {
  static final SignalStatus NOT_ASKED =
      new SignalStatus(ReceiverFacts.State.NOT_ASKED, null, null, null, 0);

  SignalStatus delivering(String said, Instant now) {
    return new SignalStatus(ReceiverFacts.State.DELIVERING, said, now, now, 0);
  }

  SignalStatus failing(ReceiverFacts.State how, String said, Instant now, long attempts) {
    return new SignalStatus(how, said, now, delivered, attempts);
  }
}
