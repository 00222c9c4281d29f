package io.plumbline.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The real OpenSearch, one node in a JVM of its own with the class path of the module under {@code
 * third-party}.
 */
public final class RealOpenSearch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MODULE =
      Checkout.root().resolve("integration-tests/third-party/opensearch");

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port = freePort();
  private final BackendProcess process;

  private RealOpenSearch() {
    URI ready = URI.create("http://" + address() + "/_cluster/health");
    process =
        BackendProcess.start(
            new TemporaryFolder("plumbline-opensearch-"),
            command(port),
            Map.of(),
            () -> BackendProcess.answers(ready));
  }

  public static RealOpenSearch start() {
    return new RealOpenSearch();
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /**
   * @param path for example {@code /_index_template/name}
   * @param body empty for a GET
   */
  public JsonNode ask(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address() + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300 && response.statusCode() != 404) {
        throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(path + " answered no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking OpenSearch", e);
    }
  }

  /**
   * Documents that match, when all that was sent is searchable.
   *
   * @param query as in a search box: {@code field:value AND …}
   */
  public long count(String index, String query) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("query").putObject("query_string").put("query", query);
    refresh(index);
    return ask("POST", "/" + index + "/_count", body.toString()).path("count").asLong();
  }

  /** Of a field, what the documents that have it hold, of up to 10,000 of them. */
  public List<Long> numbers(String index, String field) {
    ObjectNode body = JSON.createObjectNode().put("size", 10_000).put("_source", false);
    body.putArray("fields").add(field);
    body.putObject("query").putObject("exists").put("field", field);
    refresh(index);
    JsonNode answer = ask("POST", "/" + index + "/_search", body.toString());
    return StreamSupport.stream(answer.path("hits").path("hits").spliterator(), false)
        .map(hit -> hit.path("fields").path(field).path(0).asLong())
        .toList();
  }

  private void refresh(String index) {
    ask("POST", "/" + index + "/_refresh", "");
  }

  /** SIGKILL. Returns when it is gone. */
  public void kill9() {
    process.kill9();
  }

  /** Again, after {@link #kill9()}, on what it had. */
  public void restart() {
    process.start();
  }

  @Override
  public void close() {
    process.close();
  }

  /** The runner takes one between 9201 and 9299 only. */
  private static int freePort() {
    for (int port = 9201; port <= 9299; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // the next
      }
    }
    throw new IllegalStateException("no port from 9201 to 9299 is free");
  }

  private static List<String> command(int port) {
    try (Stream<Path> jars = Files.list(MODULE.resolve("target/class-path"))) {
      String classPath =
          jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
      return List.of(
          Jdk.running().java().toString(),
          "-Xmx512m",
          "-XX:TieredStopAtLevel=1",
          "-cp",
          classPath,
          "org.codelibs.opensearch.runner.OpenSearchRunner",
          "-basePath",
          "node",
          "-numOfNode",
          "1",
          // The first node's port is one more.
          "-baseHttpPort",
          String.valueOf(port - 1));
    } catch (IOException e) {
      throw new UncheckedIOException(MODULE + " is not built yet; run mvn package", e);
    }
  }
}
