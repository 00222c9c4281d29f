package io.plumbline.it.harness;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The agent's MBean in a host, as an operator's console shows it: over JMX, from outside. */
public final class AgentBeanView {
  private AgentBeanView() {}

  /** Every attribute in a line of its own; waits until the agent has seen that there is JMX. */
  @SuppressWarnings("BanJNDI") // what answers is a host of the test's own, on this machine
  public static String text(HostJvm host) {
    try (JMXConnector connector = JMXConnectorFactory.connect(serviceUrl(host))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      ObjectName agent = new ObjectName("io.plumbline:type=Agent");
      Await.that(Await.DEFAULT_LIMIT, () -> isThere(server, agent), () -> agent + " to be there");
      List<String> lines = new ArrayList<>();
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(agent).getAttributes()) {
        lines.add(
            attribute.getName() + "=" + text(server.getAttribute(agent, attribute.getName())));
      }
      return String.join("\n", lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Object value) {
    if (!value.getClass().isArray()) {
      return value.toString();
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      elements.add(Array.get(value, i));
    }
    return elements.toString();
  }

  private static boolean isThere(MBeanServerConnection server, ObjectName name) {
    try {
      return server.isRegistered(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JMXServiceURL serviceUrl(HostJvm host) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(String.valueOf(host.pid()));
      try {
        return new JMXServiceURL(machine.startLocalManagementAgent());
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
    }
  }
}
