package io.plumbline.export;

import io.opentelemetry.sdk.common.export.MessageWriter;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.export.ExportResult.Oversized;
import io.plumbline.export.ExportResult.Retryable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;

/**
 * Makes one request of an encoded message, on the caller's thread, and says how it ended. Sends for
 * one thread at a time; {@link #close} may come from any.
 *
 * <p>The SDK's senders hide headers, trailers and bodies of an answer, and with them how long to
 * wait and what was refused.
 */
abstract class OtlpSender implements AutoCloseable {
  private final OtlpEndpoint endpoint;
  private final OtlpConnection connection;
  private final HeaderSecrets secrets;

  OtlpSender(OtlpEndpoint endpoint, OtlpConnection connection) {
    this.endpoint = endpoint;
    this.connection = connection;
    this.secrets = new HeaderSecrets(endpoint.headers().values());
  }

  /**
   * @param clock tells how far away the date in a {@code Retry-After} is
   * @param log is told of certificates that change
   * @throws IllegalArgumentException when headers or PEM files cannot be used
   */
  static OtlpSender to(OtlpEndpoint endpoint, OtlpSignal signal, Clock clock, AgentLog log) {
    OtlpConnection connection = new OtlpConnection(endpoint, log);
    return endpoint.protocol() == OtlpProtocol.GRPC
        ? new OtlpGrpcSender(endpoint, signal, connection, clock)
        : new OtlpHttpSender(endpoint, connection, clock);
  }

  /**
   * @param maxBytes of the message, uncompressed; what is above costs the network nothing
   */
  ExportResult send(MessageWriter message, int maxBytes) {
    int bytes = message.getContentLength();
    if (bytes > maxBytes) {
      return new Oversized("a request of " + bytes + " bytes is above " + maxBytes);
    }
    return attempt(message).said(secrets::masked);
  }

  private ExportResult attempt(MessageWriter message) {
    if (connection.isClosed()) {
      return new Retryable(null, "the exporter is closed");
    }
    try {
      return post(connection, message);
    } catch (IOException unanswered) {
      return new Retryable(null, "no answer from " + endpoint + ": " + describe(unanswered));
    }
  }

  /**
   * @return what the answer means
   * @throws IOException when there was none
   */
  abstract ExportResult post(OtlpConnection connection, MessageWriter message) throws IOException;

  private String describe(IOException error) {
    if (error instanceof InterruptedIOException) {
      return "nothing within " + endpoint.timeout().toMillis() + " ms";
    }
    return error.getClass().getSimpleName() + ": " + Excerpt.of(String.valueOf(error.getMessage()));
  }

  /** Gives up a request under way, and closes the connections. */
  @Override
  public void close() {
    connection.close();
  }
}
