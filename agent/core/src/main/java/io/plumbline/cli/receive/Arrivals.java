package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import java.io.IOException;

/** Takes requests, one at a time and in the order in which they are answered. */
public interface Arrivals {
  /**
   * @throws IOException when the request could not be kept; its sender will send it again
   */
  void arrived(ReceivedSignal signal, Message request) throws IOException;

  /** This one, then {@code next}; from several threads, one request at a time. */
  default Arrivals then(Arrivals next) {
    return new Arrivals() {
      @Override
      public synchronized void arrived(ReceivedSignal signal, Message request) throws IOException {
        Arrivals.this.arrived(signal, request);
        next.arrived(signal, request);
      }
    };
  }
}
