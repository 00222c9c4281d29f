package io.plumbline.startup;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/**
 * Lets the agent into packages of {@code java.base} that are closed to the host, and stay so: they
 * open to the unnamed module of the agent's class loader alone.
 */
public final class ModuleOpener {
  private static final Module JDK = Object.class.getModule();

  private final Instrumentation instrumentation;
  private final Set<Module> agent = Set.of(ModuleOpener.class.getModule());

  public ModuleOpener(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Lets public members of public classes be used. */
  public void export(String packageName) {
    redefine(Map.of(packageName, agent), Map.of());
  }

  /** Lets every member be reached by reflection too. */
  public void open(String packageName) {
    redefine(Map.of(), Map.of(packageName, agent));
  }

  private void redefine(Map<String, Set<Module>> exports, Map<String, Set<Module>> opens) {
    instrumentation.redefineModule(JDK, Set.of(), exports, opens, Set.of(), Map.of());
  }
}
