package io.plumbline.intercept;

import io.plumbline.diagnostics.AgentLog;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The {@link InstrumentationClassLoader} of each class loader of the host, both held weakly. */
final class AdviceLoaders {
  private final ClassLoader agent;
  private final AgentLog log;
  private final Map<ClassLoader, WeakReference<InstrumentationClassLoader>> loaders =
      new WeakHashMap<>();

  AdviceLoaders(ClassLoader agent, AgentLog log) {
    this.agent = agent;
    this.log = log;
  }

  synchronized InstrumentationClassLoader of(ClassLoader host) {
    WeakReference<InstrumentationClassLoader> reference = loaders.get(host);
    @Nullable InstrumentationClassLoader loader = reference == null ? null : reference.get();
    if (loader == null) {
      loader = new InstrumentationClassLoader(host, agent, log);
      loaders.put(host, new WeakReference<>(loader));
    }
    return loader;
  }
}
