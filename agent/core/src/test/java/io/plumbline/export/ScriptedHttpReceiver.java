package io.plumbline.export;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** An OTLP/HTTP receiver on a real socket, which answers what the test says. */
final class ScriptedHttpReceiver implements AutoCloseable {
  /** Answers and closes the exchange, or leaves it hanging. */
  interface Answer {
    void to(HttpExchange exchange, Received request) throws IOException;
  }

  record Received(String path, Headers headers, int wireBytes, List<String> spanNames) {
    @Nullable String header(String name) {
      return headers.getFirst(name);
    }
  }

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Integer> remotePorts = new CopyOnWriteArrayList<>();
  private volatile Answer answer = status(200);

  private ScriptedHttpReceiver(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.start();
  }

  static ScriptedHttpReceiver start() throws IOException {
    return new ScriptedHttpReceiver(HttpServer.create(anyPort(), 0));
  }

  /** Asks the client for a certificate. */
  static ScriptedHttpReceiver startTls(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = context.getDefaultSSLParameters();
            tls.setNeedClientAuth(true);
            parameters.setSSLParameters(tls);
          }
        });
    return new ScriptedHttpReceiver(server);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  static Answer status(int status, String... headers) {
    return (exchange, request) -> respond(exchange, status, new byte[0], headers);
  }

  static Answer protobuf(int status, byte[] body) {
    return (exchange, request) ->
        respond(exchange, status, body, "Content-Type", "application/x-protobuf");
  }

  static void respond(HttpExchange exchange, int status, byte[] body, String... headers)
      throws IOException {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  void answers(Answer next) {
    answer = next;
  }

  URI uri() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
  }

  List<Received> received() {
    return received;
  }

  /** How many connections requests came over. */
  long connections() {
    return remotePorts.stream().distinct().count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    remotePorts.add(exchange.getRemoteAddress().getPort());
    byte[] wire = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    List<String> names = path.endsWith("/v1/traces") ? spanNames(exchange, wire) : List.of();
    Received request = new Received(path, exchange.getRequestHeaders(), wire.length, names);
    received.add(request);
    answer.to(exchange, request);
  }

  private static List<String> spanNames(HttpExchange exchange, byte[] wire) throws IOException {
    InputStream body = new ByteArrayInputStream(wire);
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      body = new GZIPInputStream(body);
    }
    return spanNames(ExportTraceServiceRequest.parseFrom(body));
  }

  static List<String> spanNames(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .map(Span::getName)
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
