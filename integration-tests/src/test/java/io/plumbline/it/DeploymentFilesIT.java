package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Service;
import io.plumbline.it.harness.Checkout;
import io.plumbline.it.harness.Command;
import io.plumbline.it.harness.Documentation;
import io.plumbline.it.harness.Kustomization;
import io.plumbline.it.harness.RealBackends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code collector-config} ships to deploy with is what its readers take. */
@Tag("install")
@RealBackends
class DeploymentFilesIT {
  private static final Path SHIPPED = Checkout.root().resolve("collector-config");

  /** Throws for a field that Kubernetes does not know, and for one that is missing. */
  private interface Schema {
    void check(JsonElement resource) throws IOException;
  }

  private static final Map<String, Schema> SCHEMAS =
      Map.of(
          "ConfigMap", V1ConfigMap::validateJsonElement,
          "Deployment", V1Deployment::validateJsonElement,
          "PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
          "Service", V1Service::validateJsonElement);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"emptydir", "volume"})
  void overlayIsWhatKubernetesTakes(String overlay) throws IOException {
    List<JsonNode> resources =
        Kustomization.build(SHIPPED.resolve("kubernetes/overlays").resolve(overlay)).resources();

    assertThat(resources)
        .extracting(resource -> resource.path("kind").asText())
        .contains("ConfigMap", "Deployment", "Service");
    for (JsonNode resource : resources) {
      String kind = resource.path("kind").asText();
      Objects.requireNonNull(SCHEMAS.get(kind), kind)
          .check(JsonParser.parseString(resource.toString()));
    }
  }

  @Test
  void composeFileIsWhatDockerComposeTakes() throws IOException {
    String json = Command.composed(SHIPPED.resolve("compose.yaml"));

    JsonNode services = new ObjectMapper().readTree(json).get("services");
    assertThat(services.properties())
        .extracting(Map.Entry::getKey)
        .contains(
            "server", "collector", "jaeger", "prometheus", "alertmanager", "grafana", "client");
    services
        .properties()
        .forEach(
            service -> {
              assertThat(service.getValue().get("image").asText())
                  .as("the image of %s is pinned", service.getKey())
                  .matches(".+:v?\\d+\\.\\d+.*");
              service.getValue().path("volumes").forEach(DeploymentFilesIT::sourceIsThere);
            });
  }

  @Test
  void everyServiceOfTheComposeFileIsAskedHowItIs() throws IOException {
    JsonNode services =
        new ObjectMapper()
            .readTree(Command.composed(SHIPPED.resolve("compose.yaml")))
            .get("services");

    for (String own : List.of("server", "monitoring", "prometheus", "alertmanager", "grafana")) {
      assertThat(services.at("/" + own + "/healthcheck/test").size()).as(own).isGreaterThan(1);
    }
    // These two are asked by another.
    assertThat(services.at("/monitoring/healthcheck/test").toString())
        .contains("127.0.0.1:13133", "jaeger:16686");
  }

  /** A jar is built on the way; everything else is shipped. */
  private static void sourceIsThere(JsonNode volume) {
    if ("bind".equals(volume.get("type").asText())) {
      assertThat(Path.of(volume.get("source").asText())).exists();
    }
  }

  @Test
  void systemdTakesTheDropIn() throws IOException {
    assumeTrue(Command.isThere("systemd-analyze"), "systemd is not on this machine");
    Path unit = directory.resolve("scoring.service");
    Files.writeString(unit, "[Service]\nExecStart=/bin/true\n");
    Path dropIn = Files.createDirectory(directory.resolve("scoring.service.d"));
    Files.writeString(
        dropIn.resolve("plumbline.conf"),
        Documentation.block(SHIPPED.resolve("INSTALL.md"), "[Service]"));

    assertThat(Command.output("systemd-analyze", "verify", "--man=no", unit.toString()))
        .doesNotContain("plumbline.conf");
  }
}
