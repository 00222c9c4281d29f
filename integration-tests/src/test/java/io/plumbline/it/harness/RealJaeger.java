package io.plumbline.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real Jaeger, with its memory as storage, and the API that its search page uses. */
public final class RealJaeger implements OtlpTarget, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int grpcPort;
  private final int httpPort;
  private final int queryPort;
  private final BackendProcess process;

  private RealJaeger() {
    int[] ports = FreePorts.find(5);
    grpcPort = ports[0];
    httpPort = ports[1];
    queryPort = ports[2];
    process =
        BackendProcess.start(
            Backend.JAEGER.get(),
            new TemporaryFolder("plumbline-jaeger-"),
            configuration(ports[3], ports[4]),
            URI.create("http://127.0.0.1:" + ports[4] + "/status"));
  }

  public static RealJaeger start() {
    return new RealJaeger();
  }

  @Override
  public URI endpoint(OtlpProtocol protocol) {
    return URI.create("http://127.0.0.1:" + (protocol == OtlpProtocol.GRPC ? grpcPort : httpPort));
  }

  /**
   * Searches as a user does: by service and tags, in the traces of the last hour.
   *
   * @param tags as in the search page: {@code ml.input.country=FR}
   * @return every span of the traces that have a span with these tags
   */
  public List<JaegerSpan> find(String service, Map<String, String> tags) {
    String query = "?service=" + encode(service) + "&lookback=1h&limit=1000";
    if (!tags.isEmpty()) {
      query += "&tags=" + encode(JSON.valueToTree(tags).toString());
    }
    List<JaegerSpan> spans = new ArrayList<>();
    for (JsonNode trace : get("/api/traces" + query).path("data")) {
      for (JsonNode span : trace.path("spans")) {
        spans.add(JaegerSpan.of(span, trace.path("processes")));
      }
    }
    return spans;
  }

  public List<JaegerSpan> awaitSpans(String service, Map<String, String> tags, int atLeast) {
    return Await.until(
        Await.DEFAULT_LIMIT,
        () -> {
          List<JaegerSpan> spans = find(service, tags);
          return spans.size() >= atLeast ? spans : null;
        },
        () ->
            atLeast
                + " spans of "
                + service
                + " with "
                + tags
                + " in Jaeger; it knows "
                + get("/api/services"));
  }

  @Override
  public void close() {
    process.close();
  }

  private JsonNode get(String pathAndQuery) {
    URI address = URI.create("http://127.0.0.1:" + queryPort + pathAndQuery);
    HttpResponse<String> response = BackendProcess.get(address);
    if (response.statusCode() != 200) {
      throw new AssertionError(address + ": " + response.statusCode() + " " + response.body());
    }
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(address + " answered no JSON: " + response.body(), e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String configuration(int queryGrpcPort, int healthPort) {
    return """
    extensions:
      healthcheckv2:
        use_v2: true
        http: {endpoint: "127.0.0.1:%d"}
      jaeger_storage:
        backends:
          memory:
            memory: {max_traces: 100000}
      jaeger_query:
        storage: {traces: memory}
        http: {endpoint: "127.0.0.1:%d"}
        grpc: {endpoint: "127.0.0.1:%d"}
    receivers:
      otlp:
        protocols:
          grpc: {endpoint: "127.0.0.1:%d"}
          http: {endpoint: "127.0.0.1:%d"}
    exporters:
      jaeger_storage_exporter: {trace_storage: memory}
    service:
      extensions: [healthcheckv2, jaeger_storage, jaeger_query]
      telemetry:
        metrics: {level: none}
      pipelines:
        traces: {receivers: [otlp], exporters: [jaeger_storage_exporter]}
    """
        .formatted(healthPort, queryPort, queryGrpcPort, grpcPort, httpPort);
  }
}
