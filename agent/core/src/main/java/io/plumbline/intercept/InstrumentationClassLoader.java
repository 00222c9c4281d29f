package io.plumbline.intercept;

import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Defines advice where it can see both the host's library and the agent: one for each class loader
 * of the host that loads an instrumented library.
 *
 * <p>Held by the host's own classes, through the advice they are linked to. So a static of an
 * advice class lives as long as the library it belongs to, and no longer.
 */
final class InstrumentationClassLoader extends ClassLoader {
  private static final String ADVICE_PACKAGE = "io.plumbline.instrumentation.";
  private static final String AGENT_PACKAGE = "io.plumbline.";

  /** Advice is annotated with these; a copy that the host brings is another library. */
  private static final String BYTE_BUDDY_PACKAGE = "net.bytebuddy.";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;
  private final ClassLoader agent;
  private final AgentLog log;
  private final Map<String, LinkedAdvice> linked = new HashMap<>();

  InstrumentationClassLoader(ClassLoader host, ClassLoader agent, AgentLog log) {
    super(agent);
    this.host = host;
    this.agent = agent;
    this.log = log;
  }

  /** Whether the agent's own class of this name is meant, and not one of the host. */
  static boolean isOfAgent(String name) {
    return name.startsWith(AGENT_PACKAGE) || name.startsWith(BYTE_BUDDY_PACKAGE);
  }

  LinkedAdvice linkedAdvice(String name) throws ReflectiveOperationException {
    synchronized (linked) {
      LinkedAdvice advice = linked.get(name);
      if (advice == null) {
        advice = new LinkedAdvice(loadClass(name), () -> sayOff(name));
        linked.put(name, advice);
      }
      return advice;
    }
  }

  private void sayOff(String advice) {
    log.warn(advice + " does not fit the library and is off from now on, for " + host);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : find(name);
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    if (name.startsWith(ADVICE_PACKAGE)) {
      return define(name);
    }
    return Class.forName(name, false, isOfAgent(name) ? agent : host);
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = agent.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
