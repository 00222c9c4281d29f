package io.plumbline.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Takes JSON over HTTP on loopback, under any path, and keeps it. */
public final class WebhookReceiver implements AutoCloseable {
  /**
   * @param path for example {@code /retraining}
   */
  public record Request(String path, JsonNode body) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.start();
  }

  public static WebhookReceiver start() {
    return new WebhookReceiver();
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The first that fits, as soon as it is here. */
  public Request await(Predicate<Request> fits) {
    return Await.until(
        Await.DEFAULT_LIMIT,
        () -> requests.stream().filter(fits).findFirst().orElse(null),
        () -> "a request that fits; there are " + requests);
  }

  /** All that came so far, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    requests.add(new Request(exchange.getRequestURI().getPath(), body));
    // What PagerDuty answers; the others do not mind.
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }
}
