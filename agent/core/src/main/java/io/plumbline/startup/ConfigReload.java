package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import io.plumbline.config.EffectiveOption;
import io.plumbline.config.EffectiveOptions.Change;
import io.plumbline.config.LoadedConfig;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the files of the configuration, and has the agent go by them when they have changed.
 * A file that is wrong changes nothing, and that is said once.
 *
 * <p>It polls: a watch service does not see what a link two levels above it leads to.
 */
final class ConfigReload implements Runnable {
  private static final long INTERVAL_NANOS = 2_000_000_000L;

  /** Looks after which one that was refused is tried again: what it lacked may be there now. */
  private static final int RETRY_LOOKS = 15;

  private final Supplier<ConfigSources> sources;
  private final Consumer<AgentConfig> agent;
  private final AgentLog log;
  private final AgentErrors errors;
  private final LoadedConfig first;
  private final WatchedFiles files;

  private LoadedConfig loaded;
  private volatile LoadedConfig inForce;
  private volatile @Nullable Thread thread;
  private @Nullable Map<String, Long> unsettled;
  private Set<String> warned;
  private @Nullable String refusal;
  private int looks;

  /**
   * @param start the configuration in force
   * @param agent goes by another one, or throws {@link IllegalArgumentException} and by the one
   *     before
   */
  ConfigReload(ConfigStart start, Consumer<AgentConfig> agent, AgentLog log, AgentErrors errors) {
    this.first = start.first().loaded();
    this.loaded = first;
    this.inForce = first;
    this.sources = start.again();
    this.agent = agent;
    this.log = log;
    this.errors = errors;
    this.files = new WatchedFiles(start.first().files());
    this.warned = Set.copyOf(first.config().warnings());
  }

  /** Without a file there is nothing that could change, and no thread. */
  void start(AgentThreads threads) {
    if (hasFiles()) {
      thread = threads.start("config", AgentThreads.outliving(this));
    }
  }

  boolean hasFiles() {
    return !files.names().isEmpty();
  }

  /** From now on the configuration stays what it is. */
  void stop() throws InterruptedException {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      running.join(TimeUnit.SECONDS.toMillis(5));
    }
  }

  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(INTERVAL_NANOS);
      try {
        look();
      } catch (RuntimeException | LinkageError e) {
        errors.report("taking up the configuration", e);
      }
    }
  }

  /** A file counts as changed once it stands still: one that is being written is not half read. */
  void look() {
    Map<String, Long> now = WatchedFiles.look(files.names());
    looks++;
    if (!files.haveChanged(now)) {
      unsettled = null;
      if (refusal != null && looks % RETRY_LOOKS == 0) {
        takeUp();
      }
    } else if (now.equals(unsettled)) {
      unsettled = null;
      files.know(now);
      takeUp();
    } else {
      unsettled = now;
    }
  }

  private void takeUp() {
    try {
      ConfigReading next = ConfigReading.of(sources, files.names());
      files.know(next.files());
      takeUp(next.loaded());
      refusal = null;
    } catch (ConfigException | IllegalArgumentException e) {
      refused(String.valueOf(e.getMessage()));
    }
  }

  private void refused(String why) {
    if (!why.equals(refusal)) {
      log.error(why + ". The configuration of before stays in force.");
    }
    refusal = why;
  }

  private void takeUp(LoadedConfig next) {
    LoadedConfig merged = next.over(first);
    agent.accept(merged.config());
    List<Change> changes = loaded.options().changesTo(next.options());
    loaded = next;
    inForce = merged;
    say(changes);
    next.config().warnings().stream().filter(w -> !warned.contains(w)).forEach(log::warn);
    warned = Set.copyOf(next.config().warnings());
  }

  private void say(List<Change> changes) {
    List<String> parts = new ArrayList<>();
    String live =
        changes.stream()
            .filter(change -> change.after().isLive())
            .map(Change::toString)
            .collect(Collectors.joining(", "));
    String atStart =
        changes.stream()
            .map(Change::after)
            .filter(option -> !option.isLive())
            .map(EffectiveOption::key)
            .collect(Collectors.joining(", "));
    if (!live.isEmpty()) {
      parts.add("changed " + live);
    }
    if (!atStart.isEmpty()) {
      parts.add("needs a restart for " + atStart);
    }
    log.info(
        "Configuration read again: "
            + (parts.isEmpty() ? "certificates or comments only" : String.join("; ", parts)));
  }

  LoadedConfig inForce() {
    return inForce;
  }
}
