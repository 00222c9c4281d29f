package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.intercept.HookJournal;
import io.plumbline.intercept.HookJournal.HookEntry;
import io.plumbline.intercept.HookJournal.WovenMethod;
import io.plumbline.intercept.HookRole;
import io.plumbline.intercept.LoadedNames;
import io.plumbline.ring.RingCounts;
import io.plumbline.status.AgentStatus;
import io.plumbline.status.AgentStatus.State;
import io.plumbline.status.ConfigurationFacts;
import io.plumbline.status.HookFacts;
import io.plumbline.status.LibraryFacts;
import io.plumbline.status.MethodFacts;
import io.plumbline.status.NearMiss;
import io.plumbline.status.ProcessFacts;
import java.lang.instrument.Instrumentation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers what the stages know, on the thread that asks: never one of the host's. */
final class AgentFacts implements Supplier<AgentStatus> {
  /** Between two looks at the names of all loaded classes. */
  private static final Duration LOOK_INTERVAL = Duration.ofMinutes(1);

  private final ProcessFacts process;
  private final HookJournal journal;
  private final Pipeline pipeline;
  private final AgentErrors errors;
  private final Instrumentation instrumentation;
  private final Clock clock;

  private List<NearMiss> nearNames = List.of();
  private AgentConfig config;
  private ConfigurationFacts configuration;
  private int lookedAtChanges = -1;
  private Instant lookDue;

  /**
   * @param config the one in force until {@link #use}
   */
  AgentFacts(
      AgentConfig config,
      ConfigurationFacts configuration,
      ProcessFacts process,
      HookJournal journal,
      Pipeline pipeline,
      AgentErrors errors,
      Instrumentation instrumentation,
      Clock clock) {
    this.config = config;
    this.configuration = configuration;
    this.process = process;
    this.journal = journal;
    this.pipeline = pipeline;
    this.errors = errors;
    this.instrumentation = instrumentation;
    this.clock = clock;
    this.lookDue = process.agentStarted();
  }

  /** Another configuration is in force. */
  synchronized void use(AgentConfig next, ConfigurationFacts facts) {
    config = next;
    configuration = facts;
  }

  @Override
  public synchronized AgentStatus get() {
    List<HookEntry> hooks = journal.hooks();
    PipelineView view = pipeline.view();
    return new AgentStatus(
        hooks.stream().anyMatch(hook -> !hook.woven().isEmpty()) ? State.RUNNING : State.WAITING,
        null,
        clock.instant(),
        config.status().interval(),
        process,
        configuration,
        libraries(hooks, view),
        almost(hooks),
        view == null ? null : view.facts(),
        errors.counts());
  }

  private List<LibraryFacts> libraries(List<HookEntry> hooks, @Nullable PipelineView view) {
    RingCounts counts = view == null ? null : view.counts();
    Map<String, List<HookFacts>> byLibrary = new LinkedHashMap<>();
    for (HookEntry hook : hooks) {
      byLibrary
          .computeIfAbsent(hook.library(), library -> new ArrayList<>())
          .add(hookFacts(hook, view, counts));
    }
    List<LibraryFacts> libraries = new ArrayList<>();
    byLibrary.forEach((name, facts) -> libraries.add(new LibraryFacts(name, false, facts)));
    config.disabledInstrumentations().stream()
        .sorted()
        .forEach(name -> libraries.add(new LibraryFacts(name, true, List.of())));
    return libraries;
  }

  private static HookFacts hookFacts(
      HookEntry hook, @Nullable PipelineView view, @Nullable RingCounts counts) {
    List<MethodFacts> methods =
        hook.woven().stream().map(woven -> methodFacts(woven, view, counts)).toList();
    return new HookFacts(
        hook.type(),
        hook.method(),
        hook.role().name().toLowerCase(Locale.ROOT),
        hook.configured(),
        state(hook),
        hook.failure(),
        methods);
  }

  private static HookFacts.State state(HookEntry hook) {
    if (!hook.woven().isEmpty()) {
      return HookFacts.State.WOVEN;
    }
    if (hook.failure() != null) {
      return HookFacts.State.FAILED;
    }
    return hook.matched() ? HookFacts.State.MATCHED : HookFacts.State.WAITING;
  }

  private static MethodFacts methodFacts(
      WovenMethod woven, @Nullable PipelineView view, @Nullable RingCounts counts) {
    int id = woven.hookId();
    if (id < 0 || counts == null || view == null) {
      return new MethodFacts(woven.function(), woven.loader(), 0, 0, Map.of(), null);
    }
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    long lost = 0;
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, counts.dropped(id, reason));
      lost += counts.dropped(id, reason);
    }
    long made = counts.made(id);
    return new MethodFacts(
        woven.function(), woven.loader(), made, made - lost, dropped, view.last(id));
  }

  private List<NearMiss> almost(List<HookEntry> hooks) {
    List<NearMiss> all = new ArrayList<>(journal.almost());
    all.addAll(nearNames(hooks));
    return all;
  }

  /** Seldom, and only while something that is counted waits for its class. */
  private List<NearMiss> nearNames(List<HookEntry> hooks) {
    int changes = journal.changes();
    if (changes != lookedAtChanges || !clock.instant().isBefore(lookDue)) {
      lookedAtChanges = changes;
      lookDue = clock.instant().plus(LOOK_INTERVAL);
      List<HookEntry> waiting = hooks.stream().filter(AgentFacts::isWorthALook).toList();
      nearNames =
          waiting.stream().allMatch(HookEntry::matched)
              ? List.of()
              : LoadedNames.of(instrumentation).nearTo(waiting);
    }
    return nearNames;
  }

  private static boolean isWorthALook(HookEntry hook) {
    return hook.role() == HookRole.INFERENCE;
  }
}
