package io.plumbline.it.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The real Collector with a configuration of {@code collector-config/collector}, as it is: only
 * addresses and folders are set, by the environment variables that the file names.
 */
public final class ShippedCollector implements OtlpTarget, AutoCloseable {
  private final Path configuration;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final int[] ports = FreePorts.find(6);
  private final TemporaryFolder folder = new TemporaryFolder("plumbline-shipped-otelcol-");
  private @Nullable BackendProcess process;

  private ShippedCollector(String file) {
    configuration = folder().resolve(file);
    environment.put("OTLP_GRPC_ENDPOINT", "127.0.0.1:" + ports[0]);
    environment.put("OTLP_HTTP_ENDPOINT", "127.0.0.1:" + ports[1]);
    environment.put("PROMETHEUS_ENDPOINT", pageForPrometheus());
    environment.put("HEALTH_ENDPOINT", "127.0.0.1:" + ports[3]);
    environment.put("SELF_METRICS_PORT", String.valueOf(ports[4]));
    environment.put("PEERS_ENDPOINT", peersEndpoint());
    environment.put("QUEUE_DIRECTORY", folder.path().resolve("queue").toString());
  }

  /** Where the shipped configurations are. */
  public static Path folder() {
    return Checkout.root().resolve("collector-config/collector");
  }

  /**
   * Not started yet.
   *
   * @param file for example {@code agent.yaml}
   */
  public static ShippedCollector of(String file) {
    return new ShippedCollector(file);
  }

  public ShippedCollector with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public ShippedCollector tracesTo(OtlpTarget target) {
    return with("TRACES_ENDPOINT", target.endpoint(OtlpProtocol.GRPC).getAuthority());
  }

  /** Returns when it takes requests; again after {@link #kill9()}, on the queue that it left. */
  public ShippedCollector start() {
    if (process == null) {
      URI health = URI.create("http://127.0.0.1:" + ports[3] + "/");
      process =
          BackendProcess.start(
              folder,
              List.of(Backend.OTELCOL.get().toString(), "--config", configuration.toString()),
              environment,
              () -> BackendProcess.answers(health));
    } else {
      process.start();
    }
    return this;
  }

  /** SIGKILL. Returns when it is gone. */
  public void kill9() {
    if (process != null) {
      process.kill9();
    }
  }

  @Override
  public URI endpoint(OtlpProtocol protocol) {
    return URI.create("http://127.0.0.1:" + ports[protocol == OtlpProtocol.GRPC ? 0 : 1]);
  }

  /** Host and port of the servers' metrics, where the configuration has them. */
  public String pageForPrometheus() {
    return "127.0.0.1:" + ports[2];
  }

  /** Host and port of its metrics about itself. */
  public String pageAboutItself() {
    return "127.0.0.1:" + ports[4];
  }

  /** Where the other instances of a gateway hand it its traces. */
  public String peersEndpoint() {
    return "127.0.0.1:" + ports[5];
  }

  /** Its metrics about itself, in the text format. */
  public String metricsAboutItself() {
    return BackendProcess.get(URI.create("http://" + pageAboutItself() + "/metrics")).body();
  }

  @Override
  public void close() {
    if (process == null) {
      folder.close();
    } else {
      process.close();
    }
  }
}
