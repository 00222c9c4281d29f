package io.plumbline.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.diagnostics.JsonReader;
import io.plumbline.status.AgentStatus;
import io.plumbline.status.OverheadFacts;
import io.plumbline.status.PipelineFacts;
import io.plumbline.status.ProcessFacts;
import io.plumbline.status.ReceiverFacts;
import io.plumbline.status.SamplingFacts;
import io.plumbline.status.SpoolFacts;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The MBean as jconsole and the JMX exporter read it: through the platform's server. */
class AgentBeanTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final AgentErrors errors =
      new AgentErrors(new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO));
  private final AgentBean bean = new AgentBean(errors);

  @AfterEach
  void takeOut() {
    bean.unregister();
    assertThat(errors.counts()).isEmpty();
  }

  @Test
  void isThereOnceThereIsSomethingToSay() throws Exception {
    bean.look();
    assertThat(server.isRegistered(name())).isFalse();

    bean.tell(status(null));
    bean.look();
    bean.look();

    assertThat(server.isRegistered(name())).isTrue();
    assertThat(get("State")).isEqualTo("waiting");
    assertThat(get("Inferences")).isEqualTo(0L);
    assertThat(get("SpoolLagSeconds")).isEqualTo(0.0);
    assertThat(((TabularData) get("Dropped")).isEmpty()).isTrue();
  }

  @Test
  void tellsTheFactsOfTheLastStatus() throws Exception {
    bean.tell(status(null));
    bean.look();

    bean.tell(status(pipeline()));

    assertThat(get("State")).isEqualTo("running");
    assertThat(get("Inferences")).isEqualTo(1000L);
    assertThat(get("Counted")).isEqualTo(990L);
    assertThat(get("SpoolBytes")).isEqualTo(4096L);
    assertThat(get("SpoolLagSeconds")).isEqualTo(1.5);
    TabularData dropped = (TabularData) get("Dropped");
    assertThat(dropped.get(new Object[] {DropReason.RING_FULL.attributeValue()}).get("value"))
        .isEqualTo(10L);
    assertThat(dropped.size()).isEqualTo(DropReason.values().length);
    TabularData receivers = (TabularData) get("Receivers");
    assertThat(receivers.get(new Object[] {"traces"}).get("value"))
        .asString()
        .contains("401 Unauthorized");
    assertThat((String[]) get("Hints")).anyMatch(hint -> hint.contains("export.headers"));
    assertThat(JsonReader.read((String) get("Status")))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("state", "running");
  }

  @Test
  void everyAttributeIsReadOnlyAndAnswers() throws Exception {
    bean.tell(status(pipeline()));
    bean.look();
    MBeanAttributeInfo[] attributes = server.getMBeanInfo(name()).getAttributes();

    assertThat(attributes).hasSizeGreaterThan(8).noneMatch(MBeanAttributeInfo::isWritable);
    String[] names =
        Arrays.stream(attributes).map(MBeanAttributeInfo::getName).toArray(String[]::new);
    assertThat(server.getAttributes(name(), names).asList())
        .extracting(Attribute::getName)
        .containsExactlyInAnyOrder(names);
    assertThat(server.getMBeanInfo(name()).getOperations()).isEmpty();
  }

  @Test
  void secondAgentOfThisJvmLeavesTheFirstAlone() throws Exception {
    bean.tell(status(pipeline()));
    bean.look();
    AgentBean second = new AgentBean(errors);
    second.tell(status(null));

    second.look();
    second.unregister();

    assertThat(get("State")).isEqualTo("running");
  }

  @Test
  void isGoneAfterTheAgentAndDoesNotComeBack() throws Exception {
    bean.tell(status(pipeline()));
    bean.look();

    bean.unregister();
    bean.look();

    assertThat(server.isRegistered(name())).isFalse();
  }

  private Object get(String attribute) throws Exception {
    Object value = server.getAttribute(name(), attribute);
    if (value == null) {
      throw new AttributeNotFoundException(attribute);
    }
    return value;
  }

  private static ObjectName name() throws Exception {
    return new ObjectName("io.plumbline:type=Agent");
  }

  private static PipelineFacts pipeline() {
    return new PipelineFacts(
        1000,
        990,
        Map.of(DropReason.RING_FULL, 10L),
        Map.of(),
        new SamplingFacts(990, 0, 0),
        new OverheadFacts(
            "full", 0.01, 0.05, Duration.ofNanos(900), Duration.ofMillis(1), 0.02, 0.5),
        new SpoolFacts(
            "/srv/s",
            "mapped",
            "auto",
            true,
            4096,
            1 << 20,
            Duration.ofMillis(1500),
            3,
            0,
            8 << 20,
            null,
            0),
        List.of(receiver("traces"), receiver("metrics")));
  }

  private static ReceiverFacts receiver(String signal) {
    return new ReceiverFacts(
        signal,
        "http://collector:4318/v1/" + signal,
        "http/protobuf",
        ReceiverFacts.State.PARKED,
        "401 Unauthorized",
        NOW,
        null,
        3,
        0,
        0);
  }

  private static AgentStatus status(@Nullable PipelineFacts pipeline) {
    return new AgentStatus(
        pipeline == null ? AgentStatus.State.WAITING : AgentStatus.State.RUNNING,
        null,
        NOW,
        Duration.ofSeconds(10),
        new ProcessFacts(7, NOW, "OpenJDK 17", "/srv", "1.0", NOW),
        null,
        List.of(),
        List.of(),
        pipeline,
        Map.of());
  }
}
