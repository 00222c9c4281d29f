package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Headers;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.BufferedSocketKt;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.Header;
import okhttp3.internal.http2.Http2Connection;
import okhttp3.internal.http2.Http2Stream;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Okio;

/**
 * OTLP over gRPC, on the loopback interface, without TLS.
 *
 * <p>A unary gRPC call is one HTTP/2 stream: a framed message each way, and the status in the
 * trailers. The jar has no gRPC server, but OkHttp's HTTP/2 connection speaks for either side (its
 * own MockWebServer is built on that). It is internal to OkHttp, so an upgrade may need a change
 * here; {@code GrpcReceiverTest} tells.
 */
public final class GrpcReceiver implements AutoCloseable {
  private static final int OK = 0;
  private static final int INVALID_ARGUMENT = 3;
  private static final int UNIMPLEMENTED = 12;
  private static final int UNAVAILABLE = 14;
  private static final long MAX_MESSAGE_BYTES = 64 << 20;

  private final ServerSocket server;
  private final Arrivals arrivals;
  private final Set<Http2Connection> connections = ConcurrentHashMap.newKeySet();

  /**
   * @param port 0 for any that is free
   */
  public GrpcReceiver(int port, Arrivals arrivals) throws IOException {
    this.arrivals = arrivals;
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(this::acceptAll, "plumbline-receive-grpc");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    connections.forEach(GrpcReceiver::close);
  }

  private static void close(Http2Connection connection) {
    connection.close();
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        accept(server.accept());
      } catch (IOException closedOrNotHttp2) {
        // The next connection has its own chance; a closed server ends the loop.
      }
    }
  }

  private void accept(Socket socket) throws IOException {
    Http2Connection connection =
        new Http2Connection.Builder(false, TaskRunner.INSTANCE)
            .socket(BufferedSocketKt.asBufferedSocket(socket), "receive")
            .listener(new Calls())
            .build();
    connections.removeIf(open -> !open.isHealthy(System.nanoTime()));
    connections.add(connection);
    connection.start();
  }

  private final class Calls extends Http2Connection.Listener {
    @Override
    public void onStream(Http2Stream stream) throws IOException {
      Headers request = stream.takeHeaders(false);
      String path = request.get(":path");
      ReceivedSignal signal = path == null ? null : ReceivedSignal.at(path);
      if (signal == null) {
        answer(stream, UNIMPLEMENTED, "Only OTLP traces and metrics are received");
        return;
      }
      Message message;
      try {
        message = signal.decode(body(stream, request));
      } catch (IOException malformed) {
        answer(stream, INVALID_ARGUMENT, String.valueOf(malformed.getMessage()));
        return;
      }
      try {
        arrivals.arrived(signal, message);
      } catch (IOException notKept) {
        answer(stream, UNAVAILABLE, String.valueOf(notKept.getMessage()));
        return;
      }
      answer(stream, OK, "");
    }
  }

  /** One message: whether it is compressed, its length, its bytes. */
  private static byte[] body(Http2Stream stream, Headers request) throws IOException {
    BufferedSource source = Okio.buffer(stream.getSource());
    boolean compressed = source.readByte() != 0;
    long length = source.readInt() & 0xffff_ffffL;
    if (length > MAX_MESSAGE_BYTES) {
      throw new IOException("More than " + MAX_MESSAGE_BYTES + " bytes");
    }
    Buffer message = new Buffer();
    source.readFully(message, length);
    if (!compressed) {
      return message.readByteArray();
    }
    if (!"gzip".equals(request.get("grpc-encoding"))) {
      throw new IOException("Only gzip is understood");
    }
    try (BufferedSource unpacked = Okio.buffer(new GzipSource(message))) {
      if (unpacked.request(MAX_MESSAGE_BYTES + 1)) {
        throw new IOException("More than " + MAX_MESSAGE_BYTES + " bytes");
      }
      return unpacked.readByteArray();
    }
  }

  private static void answer(Http2Stream stream, int status, String message) throws IOException {
    stream.writeHeaders(
        List.of(
            new Header(Header.RESPONSE_STATUS, "200"),
            new Header("content-type", "application/grpc")),
        false,
        false);
    stream.enqueueTrailers(
        Headers.of("grpc-status", String.valueOf(status), "grpc-message", headerText(message)));
    try (BufferedSink body = Okio.buffer((okio.Sink) stream.getSink())) {
      if (status == OK) {
        // An empty response: not compressed, length zero.
        body.writeByte(0).writeInt(0);
      }
    }
    stream.closeLater(ErrorCode.NO_ERROR);
  }

  /** gRPC escapes what a header cannot hold; our messages have little of it. */
  private static String headerText(String message) {
    return message.replaceAll("[^ -$&-~]", "?");
  }
}
