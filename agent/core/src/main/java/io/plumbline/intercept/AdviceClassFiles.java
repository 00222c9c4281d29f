package io.plumbline.intercept;

import java.io.IOException;
import net.bytebuddy.dynamic.ClassFileLocator;

/** Finds class files as {@link InstrumentationClassLoader} finds classes. */
final class AdviceClassFiles implements ClassFileLocator {
  private final ClassFileLocator agent;
  private final ClassFileLocator host;

  AdviceClassFiles(ClassFileLocator agent, ClassLoader host) {
    this.agent = agent;
    this.host = ForClassLoader.of(host);
  }

  @Override
  public Resolution locate(String name) throws IOException {
    return InstrumentationClassLoader.isOfAgent(name) ? agent.locate(name) : host.locate(name);
  }

  /** Belongs to nobody but the loaders. */
  @Override
  public void close() {}
}
