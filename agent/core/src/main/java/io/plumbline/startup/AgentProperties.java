package io.plumbline.startup;

import io.plumbline.control.AgentAnswer;
import java.lang.reflect.Method;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The properties that a JVM keeps for its agents, apart from the system properties: whoever may
 * attach reads them, {@code VirtualMachine.getAgentProperties}. The JVM's own debugger tells its
 * address so.
 */
final class AgentProperties {
  private final Properties properties;

  private AgentProperties(Properties properties) {
    this.properties = properties;
  }

  /**
   * @throws IllegalStateException when this JVM keeps none
   */
  static AgentProperties of(ModuleOpener modules) {
    modules.export("jdk.internal.vm");
    try {
      Method kept =
          Class.forName("jdk.internal.vm.VMSupport").getDeclaredMethod("getAgentProperties");
      return new AgentProperties((Properties) kept.invoke(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM keeps no properties for agents", e);
    }
  }

  /**
   * @param version null: none runs any more
   */
  void agent(@Nullable String version) {
    set(AgentAnswer.AGENT, version);
  }

  void answer(String id, AgentAnswer answer) {
    set(AgentAnswer.PROPERTY, answer.encoded(id));
  }

  private void set(String name, @Nullable String value) {
    if (value == null) {
      properties.remove(name);
    } else {
      properties.setProperty(name, value);
    }
  }
}
