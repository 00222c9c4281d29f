package io.plumbline.intercept;

import io.plumbline.capture.HookRegistry;
import java.lang.instrument.Instrumentation;
import java.util.List;

/** The hooks in force: they can be replaced and taken out while the host runs. */
public final class InstalledHooks implements AutoCloseable {
  private final Instrumentation instrumentation;
  private final HookTransformer transformer;
  private final AdviceLinker linker;
  private final LoadedClasses loaded;
  private final HookRegistry registry;
  private boolean active;

  InstalledHooks(
      Instrumentation instrumentation,
      HookTransformer transformer,
      AdviceLinker linker,
      LoadedClasses loaded,
      HookRegistry registry) {
    this.instrumentation = instrumentation;
    this.transformer = transformer;
    this.linker = linker;
    this.loaded = loaded;
    this.registry = registry;
  }

  AdviceLinker linker() {
    return linker;
  }

  /**
   * Puts other hooks in the place of these. Returns once every class that is loaded is as they say:
   * woven, woven anew, or as it was before. What has not changed is not touched. Calls that have
   * entered a hook which is gone still end as they began, and count.
   *
   * <p>A method keeps the number of its counters, also when it comes back later.
   *
   * @return how many loaded classes were changed
   */
  public synchronized int replace(List<InferenceInstrumentation> instrumentations) {
    return use(new HookTable(instrumentations));
  }

  private int use(HookTable next) {
    HookTable before = transformer.table();
    if (before.hasSameHooks(next)) {
      return 0;
    }
    registry.retain(next.origins());
    transformer.use(next);
    if (!active) {
      instrumentation.addTransformer(transformer, true);
      active = true;
    }
    return loaded.transform(before, next);
  }

  /** Restores the original classes. Hooks can be put in again by {@link #replace}. */
  @Override
  public synchronized void close() {
    use(HookTable.EMPTY);
    instrumentation.removeTransformer(transformer);
    active = false;
  }

  /**
   * After {@link #close}, and after the last call that a hook had begun: nothing outside of the
   * agent refers to it any more. Cannot be taken back.
   */
  public synchronized void disconnect() {
    linker.disconnect(loaded.everWoven());
  }
}
