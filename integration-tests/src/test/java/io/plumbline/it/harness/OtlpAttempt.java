package io.plumbline.it.harness;

import java.time.Duration;

/** One attempt to deliver, and how it was answered. */
public record OtlpAttempt(OtlpRequest request, Answer answer) {

  public boolean accepted() {
    return answer.accepts(request.protocol());
  }

  /** How long the sender waited, at least: from one request's arrival to the other's. */
  public Duration since(OtlpAttempt earlier) {
    return Duration.ofNanos(request.receivedNanos() - earlier.request().receivedNanos());
  }

  /** The records, whole; metrics that are taken again are other ones. */
  public boolean carriesTheSameAs(OtlpAttempt other) {
    return request.message().equals(other.request().message());
  }

  @Override
  public String toString() {
    return request.protocol()
        + " "
        + request.path()
        + " "
        + request.encodedBytes()
        + " bytes, "
        + (accepted() ? "accepted" : "answered " + answer);
  }
}
