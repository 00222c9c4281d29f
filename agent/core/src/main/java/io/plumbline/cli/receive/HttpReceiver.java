package io.plumbline.cli.receive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.plumbline.otlp.Message;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** OTLP over http/protobuf, on the loopback interface. */
public final class HttpReceiver implements AutoCloseable {
  private static final String PROTOBUF = "application/x-protobuf";

  /** Far above what an exporter sends; keeps a mistaken upload from filling the memory. */
  private static final int MAX_BODY_BYTES = 64 << 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Arrivals arrivals;

  /**
   * @param port 0 for any that is free
   */
  public HttpReceiver(int port, Arrivals arrivals) throws IOException {
    this.arrivals = arrivals;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  InetAddress address() {
    return server.getAddress().getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      ReceivedSignal signal = ReceivedSignal.at(exchange.getRequestURI().getPath());
      if (signal == null) {
        answer(exchange, 404, "OTLP is at /v1/traces and /v1/metrics");
      } else if (!"POST".equals(exchange.getRequestMethod())) {
        answer(exchange, 405, "OTLP is sent by POST");
      } else if (!PROTOBUF.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
        answer(exchange, 415, "Only " + PROTOBUF + " is understood");
      } else {
        receive(exchange, signal);
      }
    }
  }

  private void receive(HttpExchange exchange, ReceivedSignal signal) throws IOException {
    Message request;
    try {
      byte @Nullable [] body = body(exchange);
      if (body == null) {
        answer(exchange, 413, "More than " + MAX_BODY_BYTES + " bytes");
        return;
      }
      request = signal.decode(body);
    } catch (IOException malformed) {
      answer(exchange, 400, String.valueOf(malformed.getMessage()));
      return;
    }
    try {
      arrivals.arrived(signal, request);
    } catch (IOException notKept) {
      answer(exchange, 503, String.valueOf(notKept.getMessage()));
      return;
    }
    answer(exchange, 200, "");
  }

  private static byte @Nullable [] body(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      in = new GZIPInputStream(in);
    }
    byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
    return body.length > MAX_BODY_BYTES ? null : body;
  }

  /** An empty export response, or a google.rpc.Status with a message. */
  private static void answer(HttpExchange exchange, int status, String message) throws IOException {
    byte[] body = RpcStatus.withMessage(message);
    exchange.getResponseHeaders().set("Content-Type", PROTOBUF);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
