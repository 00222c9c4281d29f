package io.plumbline.export;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the receiver said last, for somebody who waits for it. */
final class LastAnswer implements ExportResult.Handling {
  private String reason = "";
  private boolean parked;
  private boolean reached;

  ExportResult heard(ExportResult result) {
    result.applyTo(this);
    return result;
  }

  /** Why nothing was taken; empty when something was. */
  String reason() {
    return reason;
  }

  /** Whether asking again soon is no use. */
  boolean isParked() {
    return parked;
  }

  /** Whether the last attempt got it further, be it by a refusal. */
  boolean isProgress() {
    return reached;
  }

  @Override
  public void delivered(long rejected, String message) {
    is("", false, true);
  }

  @Override
  public void retryable(@Nullable Duration after, String why) {
    is(why, false, false);
  }

  @Override
  public void parked(String why) {
    is(why, true, false);
  }

  @Override
  public void oversized(String why) {
    is(why, false, true);
  }

  @Override
  public void refused(String why, boolean divisible) {
    is(why, false, true);
  }

  private void is(String why, boolean isParked, boolean isProgress) {
    reason = why;
    parked = isParked;
    reached = isProgress;
  }
}
