package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what arrives, or fails as a full disk does. */
final class ReceivedRequests implements Arrivals {
  private final List<Message> requests = new CopyOnWriteArrayList<>();
  private volatile @Nullable IOException failure;

  @Override
  public void arrived(ReceivedSignal signal, Message request) throws IOException {
    IOException error = failure;
    if (error != null) {
      throw error;
    }
    requests.add(request);
  }

  void failWith(@Nullable IOException error) {
    failure = error;
  }

  List<Message> requests() {
    return requests;
  }

  List<String> spanNames() {
    return requests.stream()
        .flatMap(request -> request.messages("resourceSpans").stream())
        .flatMap(Telemetry::spans)
        .map(span -> span.string("name"))
        .toList();
  }
}
