package io.plumbline.intercept;

import io.plumbline.status.NearMiss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.description.method.MethodDescription;
import org.jspecify.annotations.Nullable;

/**
 * What became of each hook, for who asks: which are there, what they are woven into, what nearly
 * was and why not. Written where classes are loaded, so it takes little and is bounded.
 */
public final class HookJournal {
  private static final int MOST_WOVEN = 1024;
  private static final int MOST_NEAR = 64;

  private final Map<PlannedHook, Entry> entries = new LinkedHashMap<>();
  private final Map<String, NearMiss> almost = new LinkedHashMap<>();
  private int woven;
  private final AtomicInteger changes = new AtomicInteger();

  /** A woven method; {@code hookId} is -1 where it is not counted. */
  public record WovenMethod(String function, String loader, int hookId) {}

  /**
   * A hook and how far it got.
   *
   * @param type name or pattern of its class
   * @param method as the operator wrote it, else what advises it
   * @param matched whether a class fitted, be it without a method
   * @param failure null when there was none
   */
  public record HookEntry(
      String library,
      String type,
      String method,
      HookRole role,
      boolean configured,
      boolean matched,
      @Nullable String failure,
      List<WovenMethod> woven) {
    public HookEntry {
      woven = List.copyOf(woven);
    }
  }

  private static final class Entry {
    final PlannedHook planned;
    final List<WovenMethod> woven = new ArrayList<>();
    boolean matched;
    @Nullable String failure;

    Entry(PlannedHook planned) {
      this.planned = planned;
    }
  }

  /** These are in force from now on; what is known of those that stay is kept. */
  synchronized void plan(List<PlannedHook> hooks) {
    Map<PlannedHook, Entry> before = new LinkedHashMap<>(entries);
    entries.clear();
    almost.clear();
    for (PlannedHook hook : hooks) {
      Entry known = before.get(hook);
      entries.put(hook, known == null ? new Entry(hook) : known);
    }
    changes.incrementAndGet();
  }

  synchronized void woven(PlannedHook hook, HostClass host, MethodDescription method, int hookId) {
    Entry entry = entry(hook);
    entry.matched = true;
    WovenMethod now =
        new WovenMethod(host.name() + "." + method.getActualName(), name(host.loader()), hookId);
    if (woven < MOST_WOVEN && !entry.woven.contains(now)) {
      entry.woven.add(now);
      woven++;
      changes.incrementAndGet();
    }
  }

  /** A class that fits has no method that does. */
  synchronized void matchedNothing(PlannedHook hook, HostClass host, String why) {
    Entry entry = entry(hook);
    entry.matched = true;
    near(hook, host.name(), why);
  }

  synchronized void failed(List<PlannedHook> hooks, HostClass host, Throwable error) {
    for (PlannedHook hook : hooks) {
      Entry entry = entry(hook);
      entry.matched = true;
      entry.failure = host + ": " + error;
    }
    changes.incrementAndGet();
  }

  synchronized void hidden(List<PlannedHook> hooks, HostClass host) {
    for (PlannedHook hook : hooks) {
      Entry entry = entry(hook);
      String why =
          "its class loader "
              + name(host.loader())
              + " hides io.plumbline.bootstrap; add that package to its boot delegation";
      entry.matched = true;
      entry.failure = host + ": " + why;
      near(hook, host.name(), why);
    }
  }

  private void near(PlannedHook hook, String found, String why) {
    NearMiss near = new NearMiss(hook.library(), wanted(hook), found, why);
    if (almost.size() < MOST_NEAR
        && almost.put(near.library() + near.wanted() + found, near) == null) {
      changes.incrementAndGet();
    }
  }

  private Entry entry(PlannedHook hook) {
    return entries.computeIfAbsent(hook, Entry::new);
  }

  private static String wanted(PlannedHook hook) {
    return hook.hook().type().name() + "." + method(hook);
  }

  /**
   * What the operator wrote, without the class; else the name of the advice, which says as much.
   */
  private static String method(PlannedHook hook) {
    Object settings = hook.hook().settings();
    String advice = hook.hook().advice();
    return settings == null
        ? advice.substring(advice.indexOf('$') + 1)
        : settings.toString().substring(settings.toString().indexOf('#') + 1);
  }

  private static String name(ClassLoader loader) {
    return loader.getName() == null ? loader.getClass().getName() : loader.getName();
  }

  /** Grows whenever something changes, so that who looks on need not compare. */
  public int changes() {
    return changes.get();
  }

  /** In the order they were planned in. */
  public synchronized List<HookEntry> hooks() {
    List<HookEntry> all = new ArrayList<>();
    for (Entry entry : entries.values()) {
      PlannedHook hook = entry.planned;
      all.add(
          new HookEntry(
              hook.library(),
              hook.hook().type().name(),
              method(hook),
              hook.hook().role(),
              hook.hook().settings() != null,
              entry.matched,
              entry.failure,
              entry.woven));
    }
    return all;
  }

  public synchronized List<NearMiss> almost() {
    return List.copyOf(almost.values());
  }
}
