package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the service is called, where several sources say something of it. */
class ServiceConfigTest {
  @Test
  void whatIsSetToNothingIsNotSet() {
    AgentConfig config =
        Settings.yaml("service:\n  name:\nspool: ~\n")
            .property("plumbline.log.level", " ")
            .env("PLUMBLINE_SPOOL_MAX_SIZE", "")
            .env("OTEL_SERVICE_NAME", "")
            .load();

    assertThat(config.service().name()).isEqualTo("unknown_service:java");
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void resourceAttributesOfAllSourcesAreJoined() {
    ServiceConfig service =
        Settings.yaml("service: {attributes: {team: risk, service.version: '2'}}")
            .env("OTEL_SERVICE_NAME", "from-variable")
            .env(
                "OTEL_RESOURCE_ATTRIBUTES",
                "service.name=ignored,service.version=1,team=other,place=caf%C3%A9%2C%20Nice+1")
            .load()
            .service();

    assertThat(service.name()).isEqualTo("from-variable");
    assertThat(service.version()).isEqualTo("2");
    assertThat(new TreeMap<>(service.attributes()))
        .containsExactly(Map.entry("place", "café, Nice+1"), Map.entry("team", "risk"));
  }

  @Test
  void serviceIsNamedAfterTheJarOrMainClassThatWasStarted() {
    assertThat(nameOf("/opt/app/fraud-server.jar --password=x")).isEqualTo("fraud-server");
    assertThat(nameOf("com.acme.FraudServer serve")).isEqualTo("FraudServer");
  }

  private static String nameOf(String command) {
    return Settings.none().property("sun.java.command", command).load().service().name();
  }
}
