package io.plumbline.intercept;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The {@link InstrumentationClassLoader} of each class loader of the host, both held weakly. */
final class AdviceLoaders {
  private final ClassLoader agent;
  private final Map<ClassLoader, WeakReference<InstrumentationClassLoader>> loaders =
      new WeakHashMap<>();
  private final InstrumentationClassLoader boot;

  AdviceLoaders(ClassLoader agent) {
    this.agent = agent;
    this.boot = new InstrumentationClassLoader(null, agent);
  }

  synchronized InstrumentationClassLoader of(@Nullable ClassLoader host) {
    if (host == null) {
      return boot;
    }
    WeakReference<InstrumentationClassLoader> known = loaders.get(host);
    InstrumentationClassLoader loader = known == null ? null : known.get();
    if (loader == null) {
      loader = new InstrumentationClassLoader(host, agent);
      loaders.put(host, new WeakReference<>(loader));
    }
    return loader;
  }
}
