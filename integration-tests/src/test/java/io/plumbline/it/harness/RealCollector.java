package io.plumbline.it.harness;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The real OpenTelemetry Collector. It takes OTLP over grpc and http, writes what it got to a file
 * (which is what {@link #messages()} reads), shows metrics to Prometheus, and passes traces on to
 * Jaeger when it was started in front of one.
 */
public final class RealCollector implements ReceivedTelemetry, OtlpTarget, AutoCloseable {
  private final int grpcPort;
  private final int httpPort;
  private final int prometheusPort;
  private final Path file;
  private final BackendProcess process;

  private RealCollector(@Nullable RealJaeger jaeger) {
    Path program = Backend.OTELCOL.get();
    int[] ports = FreePorts.find(4);
    grpcPort = ports[0];
    httpPort = ports[1];
    prometheusPort = ports[2];
    TemporaryFolder folder = new TemporaryFolder("plumbline-otelcol-");
    file = folder.path().resolve("received.json");
    process =
        BackendProcess.start(
            program,
            folder,
            configuration(ports[3], jaeger),
            URI.create("http://127.0.0.1:" + ports[3] + "/"));
  }

  public static RealCollector start() {
    return new RealCollector(null);
  }

  public static RealCollector startInFrontOf(RealJaeger jaeger) {
    return new RealCollector(jaeger);
  }

  @Override
  public URI endpoint(OtlpProtocol protocol) {
    return URI.create("http://127.0.0.1:" + (protocol == OtlpProtocol.GRPC ? grpcPort : httpPort));
  }

  @Override
  public List<Message> messages() {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      // What follows the last line break is still being written.
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(OtlpJsonLines::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the {@code file} exporter writes OTLP/JSON lines. */
  public Path file() {
    return file;
  }

  /** What Prometheus would scrape: its text format. */
  public String scrape() {
    return BackendProcess.get(URI.create("http://127.0.0.1:" + prometheusPort + "/metrics")).body();
  }

  /** What Prometheus would scrape, as soon as there is a line that matches. */
  public String awaitScrape(String lineRegex) {
    return Await.until(
        Await.DEFAULT_LIMIT,
        () -> {
          String text = scrape();
          return text.lines().anyMatch(line -> line.matches(lineRegex)) ? text : null;
        },
        () -> "a line that matches " + lineRegex + " in\n" + scrape());
  }

  @Override
  public void close() {
    process.close();
  }

  private String configuration(int healthPort, @Nullable RealJaeger jaeger) {
    String toJaeger =
        jaeger == null
            ? ""
            : """
              otlp_grpc/jaeger:
                endpoint: %s
                tls: {insecure: true}
            """
                .formatted(jaeger.endpoint(OtlpProtocol.GRPC).getAuthority());
    return """
    extensions:
      health_check:
        endpoint: 127.0.0.1:%d
    receivers:
      otlp:
        protocols:
          grpc: {endpoint: "127.0.0.1:%d"}
          http: {endpoint: "127.0.0.1:%d"}
    exporters:
      file:
        path: %s
        flush_interval: 100ms
      prometheus:
        endpoint: 127.0.0.1:%d
        resource_to_telemetry_conversion: {enabled: true}
    %s
    service:
      extensions: [health_check]
      telemetry:
        metrics: {level: none}
      pipelines:
        traces: {receivers: [otlp], exporters: [file%s]}
        metrics: {receivers: [otlp], exporters: [file, prometheus]}
    """
        .formatted(
            healthPort,
            grpcPort,
            httpPort,
            file,
            prometheusPort,
            toJaeger,
            jaeger == null ? "" : ", otlp_grpc/jaeger");
  }
}
