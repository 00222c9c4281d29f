package io.plumbline.intercept;

import io.plumbline.bootstrap.AdviceDispatcher;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM asks for each class that is loaded. Says of each class that was meant to be woven
 * and was not.
 *
 * <p>Not Byte Buddy's {@code AgentBuilder}: that one describes every class, loads a thousand
 * classes of its own before the first one is woven, and touches {@code sun.misc.Unsafe}, which
 * newer JVMs announce on the host's stderr.
 */
final class HookTransformer implements ClassFileTransformer {
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
  private static final ClassLoader AGENT = HookTransformer.class.getClassLoader();

  private final HookWeaver weaver;
  private final HookJournal journal;
  private final AgentLog log;
  private final AgentErrors errors;
  private volatile HookTable table = HookTable.EMPTY;
  private volatile HookTable before = HookTable.EMPTY;

  HookTransformer(HookWeaver weaver, HookJournal journal, AgentLog log, AgentErrors errors) {
    this.weaver = weaver;
    this.journal = journal;
    this.log = log;
    this.errors = errors;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (internalName == null || loader == null || !isOfHost(loader)) {
      return null;
    }
    HostClass host = new HostClass(internalName.replace('/', '.'), loader, classFile);
    try {
      return transform(host, redefined != null);
    } catch (RuntimeException | LinkageError e) {
      errors.report("weaving " + host + " (it stays as it was)", e);
      return null;
    }
  }

  private byte @Nullable [] transform(HostClass host, boolean isLoaded) {
    List<PlannedHook> hooks = hooksOf(host, table);
    if (hooks.isEmpty()) {
      return null;
    }
    if (!seesDispatcher(host.loader())) {
      journal.hidden(hooks, host);
      log.warn(
          host
              + " is not woven: its class loader "
              + host.loader()
              + " hides io.plumbline.bootstrap; add that package to its boot delegation");
      return null;
    }
    byte[] woven = weave(host, hooks);
    if (woven != null && isLoaded && !wasHooked(host)) {
      log.warn(
          host
              + " was in use before it could be woven; calls until now were not seen ("
              + DropReason.NOT_YET_WOVEN.attributeValue()
              + ")");
    }
    return woven;
  }

  private byte @Nullable [] weave(HostClass host, List<PlannedHook> hooks) {
    try {
      return weaver.weave(host, hooks);
    } catch (RuntimeException | LinkageError e) {
      journal.failed(hooks, host, e);
      throw e;
    }
  }

  private static List<PlannedHook> hooksOf(HostClass host, HookTable table) {
    return table.of(host.name(), host.loader(), host::names);
  }

  private boolean wasHooked(HostClass host) {
    return !hooksOf(host, before).isEmpty();
  }

  HookTable table() {
    return table;
  }

  /** Classes to come are woven so; those that are there have to be transformed again. */
  void use(HookTable next) {
    journal.plan(next.all());
    before = table;
    table = next;
  }

  /** The hooks of a class that is loaded, according to {@code table}. */
  static List<PlannedHook> hooksOf(Class<?> loaded, HookTable table) {
    ClassLoader loader = loaded.getClassLoader();
    return loader == null || !isOfHost(loader) || loaded.isArray() || loaded.isHidden()
        ? List.of()
        : table.of(loaded.getName(), loader, () -> new LoadedType(loaded));
  }

  /** Not the JDK's, and not ours; in tests host and agent share one loader. */
  private static boolean isOfHost(ClassLoader loader) {
    return loader != PLATFORM
        && !(loader instanceof InstrumentationClassLoader)
        && (loader != AGENT || AGENT == ClassLoader.getSystemClassLoader());
  }

  private static boolean seesDispatcher(ClassLoader loader) {
    try {
      return Class.forName(AdviceDispatcher.class.getName(), false, loader)
          == AdviceDispatcher.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
