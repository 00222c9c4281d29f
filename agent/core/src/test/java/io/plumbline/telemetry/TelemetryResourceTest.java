package io.plumbline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelemetryResourceTest {
  @Test
  void processIsDescribedWithoutAnyConfiguration() {
    Resource resource = TelemetryResource.of(TelemetryResource.describe("1.0", "id", Map.of()));

    assertThat(text(resource, "service.name")).isEqualTo("unknown_service:java");
    assertThat(text(resource, "service.instance.id")).isEqualTo("id");
    assertThat(text(resource, "telemetry.distro.name")).isEqualTo("plumbline");
    assertThat(text(resource, "telemetry.distro.version")).isEqualTo("1.0");
    assertThat(text(resource, "telemetry.sdk.name")).isEqualTo("opentelemetry");
    assertThat(text(resource, "telemetry.sdk.language")).isEqualTo("java");
    assertThat(text(resource, "process.runtime.version")).isEqualTo(Runtime.version().toString());
    assertThat(resource.getAttribute(AttributeKey.longKey("process.pid")))
        .isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void configurationWinsAndAnEmptyValueRemoves() {
    Map<String, String> configured =
        Map.of("service.name", "fraud", "deployment.environment.name", "prod", "host.name", "");

    Resource resource = TelemetryResource.of(TelemetryResource.describe("1.0", "id", configured));

    assertThat(text(resource, "service.name")).isEqualTo("fraud");
    assertThat(text(resource, "deployment.environment.name")).isEqualTo("prod");
    assertThat(text(resource, "host.name")).isNull();
  }

  private static String text(Resource resource, String key) {
    return resource.getAttribute(AttributeKey.stringKey(key));
  }
}
