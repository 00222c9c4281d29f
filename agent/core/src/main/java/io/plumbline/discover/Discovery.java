package io.plumbline.discover;

import io.plumbline.capture.HookRegistry;
import io.plumbline.intercept.Hook;
import io.plumbline.intercept.InstalledHooks;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for methods that are a model's inference: candidates by their declarations, then a count of
 * their calls, then a look at a few calls of the best. All that was woven for it is taken out
 * again.
 */
public final class Discovery {
  /** More are not watched. */
  private static final int MAX_CANDIDATES = 150;

  /** Candidates whose calls are looked at. */
  private static final int MAX_SAMPLED = 10;

  /** One that is called more often costs its host more than it tells us. */
  private static final double TOO_HOT_PER_SECOND = 100_000;

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration SAMPLING = Duration.ofSeconds(5);

  private final Instrumentation instrumentation;
  private final InstalledHooks hooks;
  private final HookRegistry registry;
  private final CandidateInstrumentations instrumentations;
  private final Consumer<String> progress;
  private final CallCounts counts = new CallCounts();
  private final List<Candidate> tooHot = new ArrayList<>();

  /**
   * @param hooks none yet
   * @param registry numbers them
   * @param progress told how far it is
   */
  public Discovery(
      Instrumentation instrumentation,
      InstalledHooks hooks,
      HookRegistry registry,
      CandidateInstrumentations instrumentations,
      Consumer<String> progress) {
    this.instrumentation = instrumentation;
    this.hooks = hooks;
    this.registry = registry;
    this.instrumentations = instrumentations;
    this.progress = progress;
  }

  /** Returns after that time, and some seconds; the bytecode is then as it was. */
  public DiscoveryReport run(Duration watched) {
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    List<Candidate> candidates = CandidateSearch.among(loaded, MAX_CANDIDATES);
    progress.accept(candidates.size() + " candidates; weaving …");
    CallCounts.install(counts);
    long from = System.nanoTime();
    try {
      hooks.replace(instrumentations.of(candidates, false));
      from = System.nanoTime();
      List<Candidate> watchable = watch(candidates, watched);
      double seconds = (System.nanoTime() - from) / (double) TimeUnit.SECONDS.toNanos(1);
      List<Found> found = found(candidates, seconds);
      sample(found, watchable);
      return new DiscoveryReport(libraries(loaded), found(candidates, seconds), watched);
    } finally {
      hooks.close();
      CallCounts.install(null);
    }
  }

  /**
   * @return those that can be watched on
   */
  private List<Candidate> watch(List<Candidate> candidates, Duration watched) {
    List<Candidate> watchable = candidates;
    long begin = System.nanoTime();
    long end = begin + watched.toNanos();
    long before = begin;
    Map<Candidate, Long> callsBefore = new HashMap<>();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(Math.min(LOOK.toNanos(), Math.max(1, end - System.nanoTime())));
      long now = System.nanoTime();
      List<Candidate> calm = calm(watchable, callsBefore, now - before);
      if (calm.size() < watchable.size()) {
        hooks.replace(instrumentations.of(calm, false));
        watchable = calm;
      }
      before = now;
      long left = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(end - now));
      progress.accept("watching " + watchable.size() + " candidates, " + left + " s to go");
    }
    return watchable;
  }

  private List<Candidate> calm(
      List<Candidate> watched, Map<Candidate, Long> callsBefore, long nanos) {
    List<Candidate> calm = new ArrayList<>();
    for (Candidate candidate : watched) {
      long calls = calls(candidate);
      Long before = callsBefore.put(candidate, calls);
      double perSecond =
          (calls - (before == null ? 0 : before)) * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
      if (perSecond > TOO_HOT_PER_SECOND) {
        tooHot.add(candidate);
      } else {
        calm.add(candidate);
      }
    }
    return calm;
  }

  private void sample(List<Found> found, List<Candidate> watchable) {
    List<Candidate> best =
        found.stream()
            .filter(Found::isOutermost)
            .map(Found::candidate)
            .filter(watchable::contains)
            .limit(MAX_SAMPLED)
            .toList();
    if (best.isEmpty()) {
      return;
    }
    progress.accept("looking at calls of " + best.size());
    hooks.replace(instrumentations.of(best, true));
    long end = System.nanoTime() + SAMPLING.toNanos();
    while (System.nanoTime() - end < 0 && !best.stream().allMatch(this::isSampled)) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private boolean isSampled(Candidate candidate) {
    return hooksOf(candidate).stream().anyMatch(counts::isSampled);
  }

  private List<Found> found(List<Candidate> candidates, double seconds) {
    return candidates.stream().map(each -> found(each, seconds)).sorted(Found::order).toList();
  }

  private Found found(Candidate candidate, double seconds) {
    long calls = 0;
    long outermost = 0;
    Candidate inside = null;
    ValueShape input = ValueShape.UNKNOWN;
    ValueShape result = ValueShape.UNKNOWN;
    for (int hook : hooksOf(candidate)) {
      calls += counts.calls(hook);
      outermost += counts.outermostCalls(hook);
      inside = counts.insideOf(hook) < 0 ? inside : candidateOf(counts.insideOf(hook));
      input = counts.isSampled(hook) ? counts.input(hook) : input;
      result = counts.isSampled(hook) ? counts.result(hook) : result;
    }
    return new Found(
        candidate,
        outermost / seconds,
        (calls - outermost) / seconds,
        inside,
        tooHot.contains(candidate),
        input,
        result);
  }

  private long calls(Candidate candidate) {
    return hooksOf(candidate).stream().mapToLong(counts::calls).sum();
  }

  /** Numbers of a candidate: of counting, and of sampling. */
  private List<Integer> hooksOf(Candidate candidate) {
    List<Integer> numbers = new ArrayList<>();
    for (int hook = 0; hook < registry.size(); hook++) {
      if (candidate.equals(candidateOf(hook))) {
        numbers.add(hook);
      }
    }
    return numbers;
  }

  private @Nullable Candidate candidateOf(int hook) {
    return registry.get(hook).origin() instanceof Hook origin
            && origin.settings() instanceof Candidate candidate
        ? candidate
        : null;
  }

  private static Set<KnownLibraries.Library> libraries(Class<?>[] loaded) {
    Set<KnownLibraries.Library> libraries =
        new TreeSet<>((one, other) -> one.name().compareTo(other.name()));
    Arrays.stream(loaded)
        .filter(type -> type.getClassLoader() != null && !type.isArray())
        .forEach(type -> KnownLibraries.of(type.getName()).ifPresent(libraries::add));
    return libraries;
  }
}
