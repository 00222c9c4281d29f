package io.plumbline.it.harness;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** The http/protobuf half of {@link OtlpReceiver}. */
final class HttpOtlpServer implements AutoCloseable {
  private final Function<OtlpRequest, Answer> receiver;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final HttpServer server;

  HttpOtlpServer(int port, Function<OtlpRequest, Answer> receiver) {
    this.receiver = receiver;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", e -> handle(e, ExportTraceServiceRequest.parser()));
    server.createContext("/v1/metrics", e -> handle(e, ExportMetricsServiceRequest.parser()));
    server.setExecutor(executor);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdown();
  }

  private void handle(HttpExchange exchange, Parser<? extends Message> parser) throws IOException {
    try (exchange) {
      byte[] body = body(exchange);
      Message message = parser.parseFrom(body);
      Answer answer =
          receiver.apply(
              new OtlpRequest(
                  OtlpProtocol.HTTP,
                  System.nanoTime(),
                  exchange.getRequestURI().getPath(),
                  headers(exchange),
                  message,
                  body.length));
      respond(exchange, message, answer);
    }
  }

  private static String retryAfter(Answer answer, Duration time) {
    if (!answer.retryAtDate()) {
      return String.valueOf(time.toSeconds());
    }
    Instant roundedUp = Instant.now().plus(time).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(roundedUp.atZone(ZoneOffset.UTC));
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream in =
        gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return in.readAllBytes();
    }
  }

  private static Map<String, List<String>> headers(HttpExchange exchange) {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return headers;
  }

  private static void respond(HttpExchange exchange, Message request, Answer answer)
      throws IOException {
    byte[] body =
        answer.accepts(OtlpProtocol.HTTP)
            ? answer.success(request).toByteArray()
            : com.google.rpc.Status.newBuilder()
                .setCode(answer.grpcCode().value())
                .setMessage(answer.message())
                .build()
                .toByteArray();
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    if (answer.retryAfter() != null) {
      exchange.getResponseHeaders().set("Retry-After", retryAfter(answer, answer.retryAfter()));
    }
    if (answer.page() != null) {
      body = answer.page().bytes();
      answer.page().headers().forEach(exchange.getResponseHeaders()::set);
    }
    exchange.sendResponseHeaders(answer.httpStatus(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
