package io.plumbline.instrumentation.candidates;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.HookRegistry;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.discover.Discovery;
import io.plumbline.discover.DiscoveryReport;
import io.plumbline.intercept.InstalledHooks;
import io.plumbline.intercept.InstrumentationInstaller;
import java.lang.instrument.Instrumentation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A discovery in this JVM, of scorers that are called while it looks. */
@Timeout(120)
class DiscoveryTest {
  private final AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.DEBUG);
  private final AgentErrors errors = new AgentErrors(log);

  /** What a model says. */
  public record Answer(String label, double score) {}

  /** Asks two others: one call from outside is three inside. */
  public static final class EnsembleModel {
    private final LeafModel leaf = new LeafModel();

    public Answer predict(Map<String, Double> features) {
      double sum = 0;
      for (double value : features.values()) {
        sum += leaf.score(new double[] {value});
      }
      return new Answer(sum > 1 ? "high" : "low", sum);
    }
  }

  /** Called by the other one alone. */
  public static final class LeafModel {
    public double score(double[] values) {
      return values[0] / 2;
    }
  }

  /** Called as fast as it goes. */
  public static final class HotScorer {
    public double score(double[] values) {
      return values[0] + 1;
    }
  }

  @Test
  void calledOnesAreRankedByWhoCallsThemAndAnswersStayTheSame() throws Exception {
    EnsembleModel model = new EnsembleModel();
    HotScorer hot = new HotScorer();
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong wrong = new AtomicLong();
    double[] row = {1};
    List<Thread> threads =
        List.of(
            new Thread(
                () -> {
                  while (!over.get()) {
                    Answer answer = model.predict(Map.of("a", 1.0, "b", 2.0));
                    wrong.addAndGet(answer.equals(new Answer("high", 1.5)) ? 0 : 1);
                    LockSupport.parkNanos(1_000_000);
                  }
                }),
            new Thread(
                () -> {
                  while (!over.get()) {
                    wrong.addAndGet(hot.score(row) == 2 ? 0 : 1);
                  }
                }));
    threads.forEach(Thread::start);
    List<String> progress = new ArrayList<>();
    DiscoveryReport report;
    try {
      report = discover(Duration.ofSeconds(3), progress);
    } finally {
      over.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertThat(wrong).hasValue(0);
    assertThat(errors.counts()).isEmpty();
    assertThat(progress).isNotEmpty();
    assertThat(report.yaml())
        .contains("class: " + EnsembleModel.class.getName())
        .contains("features: arg0  # has ")
        .contains("prediction: {label: return.label, score: return.score}")
        .doesNotContain("LeafModel\n")
        .doesNotContain("HotScorer\n");
    assertThat(report.text())
        .containsPattern("LeafModel.score\\(double\\[\\]\\) → double {2}\\(inside of .*predict\\)")
        .containsPattern("HotScorer.score.*too often to be watched");
  }

  private DiscoveryReport discover(Duration watched, List<String> progress) {
    Instrumentation instrumentation = ByteBuddyAgent.install();
    HookRegistry registry = new HookRegistry();
    InstalledHooks hooks =
        new InstrumentationInstaller(registry, log, errors, () -> {})
            .install(instrumentation, List.of());
    Discovery discovery =
        new Discovery(instrumentation, hooks, registry, new CandidateHooks(), progress::add);
    return discovery.run(watched);
  }
}
