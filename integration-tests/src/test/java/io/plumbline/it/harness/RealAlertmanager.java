package io.plumbline.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The real Alertmanager with the configuration of {@code collector-config/alertmanager}. Its
 * webhooks lead to a receiver of ours, so do PagerDuty and Opsgenie, and it waits less.
 */
public final class RealAlertmanager implements AutoCloseable {
  private final int port = FreePorts.find(1)[0];
  private final BackendProcess process;

  private RealAlertmanager(WebhookReceiver webhooks) {
    TemporaryFolder folder = new TemporaryFolder("plumbline-alertmanager-");
    try {
      Files.writeString(folder.path().resolve("opsgenie-key"), "not a key");
      Files.writeString(
          folder.path().resolve("alertmanager.yml"),
          Files.readString(folder().resolve("alertmanager.yml"))
              .replace("127.0.0.1:9095", webhooks.address())
              .replaceAll("group_wait: \\w+", "group_wait: 1s")
              .replaceAll("group_interval: \\w+", "group_interval: 2s")
              .replace("/etc/alertmanager/opsgenie-key", "opsgenie-key")
              .replace(
                  "opsgenie_configs:\n      - ",
                  "opsgenie_configs:\n      - api_url: http://"
                      + webhooks.address()
                      + "/opsgenie/\n        ")
              .replace(
                  "pagerduty_configs:\n      - ",
                  "pagerduty_configs:\n      - url: http://"
                      + webhooks.address()
                      + "/pagerduty\n        "));
      copyTemplates(folder.path().resolve("templates"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    URI ready = URI.create("http://" + address() + "/-/ready");
    process =
        BackendProcess.start(
            folder,
            List.of(
                Backend.ALERTMANAGER.get().toString(),
                "--config.file=alertmanager.yml",
                "--storage.path=data",
                "--web.listen-address=" + address(),
                "--cluster.listen-address="),
            Map.of(),
            () -> BackendProcess.answers(ready));
  }

  public static RealAlertmanager tellingTo(WebhookReceiver webhooks) {
    return new RealAlertmanager(webhooks);
  }

  /** Where the shipped configuration is. */
  public static Path folder() {
    return Checkout.root().resolve("collector-config/alertmanager");
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
  }

  /** Of its messages; it reads them from where it is started. */
  private static void copyTemplates(Path to) throws IOException {
    Files.createDirectory(to);
    Path from = Backend.ALERTMANAGER.get().resolveSibling("templates");
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
