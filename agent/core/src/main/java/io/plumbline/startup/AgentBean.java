package io.plumbline.startup;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentVersion;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.status.AgentMXBean;
import io.plumbline.status.AgentStatus;
import io.plumbline.status.Hint;
import io.plumbline.status.Hints;
import io.plumbline.status.PipelineFacts;
import io.plumbline.status.StatusDocument;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * The MBean. It answers from the last status that was told, so who asks waits for nothing.
 *
 * <p>It never starts JMX: that would cost the host time and memory, and fix its choice of {@code
 * javax.management.builder.initial}. It looks whether somebody has, such as the host, {@code
 * -Dcom.sun.management.jmxremote} or jconsole, and registers then.
 */
final class AgentBean implements AgentMXBean {
  static final String NAME = "io.plumbline:type=Agent";

  private final AgentErrors errors;
  private volatile @Nullable AgentStatus status;
  private @Nullable MBeanServer registeredIn;
  private boolean failed;

  AgentBean(AgentErrors errors) {
    this.errors = errors;
  }

  void tell(AgentStatus now) {
    status = now;
  }

  /** Registers, once the platform's server is there. Cheap: it is asked once a second. */
  void look() {
    if (registeredIn != null || failed || status == null) {
      return;
    }
    try {
      for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
        // The host may have others; this is in the platform's alone.
        if (registeredIn == null
            && server.isRegistered(new ObjectName(ManagementFactory.RUNTIME_MXBEAN_NAME))) {
          register(server);
        }
      }
    } catch (JMException | RuntimeException | LinkageError e) {
      failed = true;
      errors.report("registering the MBean", e);
    }
  }

  private void register(MBeanServer server) throws JMException {
    try {
      Object ignored =
          server.registerMBean(
              new StandardMBean(this, AgentMXBean.class, true), new ObjectName(NAME));
      registeredIn = server;
    } catch (InstanceAlreadyExistsException e) {
      failed = true; // of another class loader; that one answers
    }
  }

  void unregister() {
    MBeanServer server = registeredIn;
    registeredIn = null;
    failed = true;
    if (server != null) {
      try {
        server.unregisterMBean(new ObjectName(NAME));
      } catch (JMException | RuntimeException e) {
        errors.report("unregistering the MBean", e);
      }
    }
  }

  @Override
  public String getState() {
    AgentStatus now = status;
    return now == null ? "" : now.state().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String getVersion() {
    return AgentVersion.current();
  }

  @Override
  public String[] getHints() {
    AgentStatus now = status;
    return now == null
        ? new String[0]
        : Hints.of(now).stream().map(Hint::text).toArray(String[]::new);
  }

  @Override
  public long getInferences() {
    PipelineFacts pipeline = pipeline();
    return pipeline == null ? 0 : pipeline.made();
  }

  @Override
  public long getCounted() {
    PipelineFacts pipeline = pipeline();
    return pipeline == null ? 0 : pipeline.counted();
  }

  @Override
  public Map<String, Long> getDropped() {
    Map<String, Long> dropped = new TreeMap<>();
    PipelineFacts pipeline = pipeline();
    if (pipeline != null) {
      for (DropReason reason : DropReason.values()) {
        dropped.put(reason.attributeValue(), pipeline.dropped().getOrDefault(reason, 0L));
      }
    }
    return dropped;
  }

  @Override
  public long getSpoolBytes() {
    PipelineFacts pipeline = pipeline();
    return pipeline == null ? 0 : pipeline.spool().bytes();
  }

  @Override
  public double getSpoolLagSeconds() {
    PipelineFacts pipeline = pipeline();
    return pipeline == null ? 0 : pipeline.spool().lag().toMillis() / 1000.0;
  }

  @Override
  public Map<String, String> getReceivers() {
    Map<String, String> receivers = new TreeMap<>();
    PipelineFacts pipeline = pipeline();
    if (pipeline != null) {
      pipeline
          .receivers()
          .forEach(each -> receivers.put(each.signal(), each.state() + ": " + each.answer()));
    }
    return receivers;
  }

  @Override
  public String getStatus() {
    AgentStatus now = status;
    return now == null ? "{}" : StatusDocument.json(now, null);
  }

  private @Nullable PipelineFacts pipeline() {
    AgentStatus now = status;
    return now == null ? null : now.pipeline();
  }
}
