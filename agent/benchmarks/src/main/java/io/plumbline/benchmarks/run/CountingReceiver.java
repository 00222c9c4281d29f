package io.plumbline.benchmarks.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.plumbline.otlp.Message;
import io.plumbline.otlp.OtlpMessages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * OTLP over http/protobuf for whoever sends it, on loopback. Spans are counted without being
 * decoded, so that the receiver takes as little of the machine as it can; everything else is
 * answered with 200.
 */
final class CountingReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final LongAdder spans = new LongAdder();
  private final LongAdder spanBytes = new LongAdder();

  /** The newest value of each series: name and attributes. */
  private final Map<String, Double> series = new ConcurrentHashMap<>();

  CountingReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  long spans() {
    return spans.sum();
  }

  long spanBytes() {
    return spanBytes.sum();
  }

  /** Sum over all series of a metric; of a histogram, its counts. */
  double metric(String name) {
    return series.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** Those above 0, by their {@code reason}. */
  Map<String, Double> byReason(String name) {
    return series.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(name + "{") && entry.getValue() > 0)
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().replaceAll(".*reason=(\\w+).*", "$1"),
                Map.Entry::getValue,
                Double::sum));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (exchange.getRequestURI().getPath()) {
        case "/v1/traces" -> {
          spans.add(SpanCount.of(body));
          spanBytes.add(body.length);
        }
        case "/v1/metrics" ->
            OtlpMessages.METRICS_REQUEST
                .decode(body)
                .messages("resourceMetrics")
                .forEach(this::resource);
        default -> {
          // Of agents that speak another protocol.
        }
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void resource(Message resource) {
    for (Message scope : resource.messages("scopeMetrics")) {
      for (Message metric : scope.messages("metrics")) {
        metric(metric);
      }
    }
  }

  private void metric(Message metric) {
    for (String kind : new String[] {"sum", "gauge"}) {
      for (Message point : metric.message(kind).messages("dataPoints")) {
        double value = point.has("asInt") ? point.number("asInt") : point.real("asDouble");
        series.put(key(metric, point), value);
      }
    }
    for (String kind : new String[] {"histogram", "exponentialHistogram"}) {
      for (Message point : metric.message(kind).messages("dataPoints")) {
        series.put(key(metric, point), (double) point.number("count"));
      }
    }
  }

  private static String key(Message metric, Message point) {
    return point.messages("attributes").stream()
        .map(pair -> pair.string("key") + "=" + pair.message("value").string("stringValue"))
        .sorted()
        .collect(Collectors.joining(",", metric.string("name") + "{", "}"));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
