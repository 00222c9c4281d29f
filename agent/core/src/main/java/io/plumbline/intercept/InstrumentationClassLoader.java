package io.plumbline.intercept;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Defines advice where it can see both the host's library and the agent: one for each class loader
 * of the host that loads an instrumented library.
 *
 * <p>Held by the host's own classes, through the advice they are linked to. So a static of an
 * advice class lives as long as the library it belongs to, and no longer.
 */
final class InstrumentationClassLoader extends ClassLoader {
  static final String ADVICE_PACKAGE = "io.plumbline.instrumentation.";

  private static final String AGENT_PACKAGE = "io.plumbline.";

  /** Advice is annotated with these; a copy that the host brings is another library. */
  private static final String BYTE_BUDDY_PACKAGE = "net.bytebuddy.";

  static {
    registerAsParallelCapable();
  }

  private final @Nullable ClassLoader host;
  private final ClassLoader agent;

  /**
   * @param host null for the boot loader
   */
  InstrumentationClassLoader(@Nullable ClassLoader host, ClassLoader agent) {
    super(agent);
    this.host = host;
    this.agent = agent;
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
    if (name.startsWith(AGENT_PACKAGE) || name.startsWith(BYTE_BUDDY_PACKAGE)) {
      return agent.loadClass(name);
    }
    return Class.forName(name, false, host);
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
