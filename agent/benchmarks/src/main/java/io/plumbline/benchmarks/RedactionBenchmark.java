package io.plumbline.benchmarks;

import io.plumbline.capture.CaptureLimits;
import io.plumbline.capture.CaptureSettings;
import io.plumbline.capture.DataType;
import io.plumbline.capture.HookRegistry;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceClock;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelCapture;
import io.plumbline.capture.ModelConfiguration;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.TensorRole;
import io.plumbline.capture.TensorWriter;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.NamePattern;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionPolicy.Values;
import io.plumbline.redact.RedactionRule;
import io.plumbline.redact.RedactionTarget;
import io.plumbline.redact.ValueRule;
import io.plumbline.redact.Vocabularies;
import io.plumbline.ring.MappedRing;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What redaction costs a host thread: a whole call of 32 values, from its begin into the ring, and
 * of it the share of one value. {@code all} is the call without any redaction; what is more than
 * that is the rule's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RedactionBenchmark {
  private static final int VALUES = 32;

  /** As many as surely fit the ring, so that none is measured being dropped. */
  private static final int CALLS = 1000;

  /** Texts: {@code safe} hashes them, as more than 64 of a feature have been seen. */
  @State(Scope.Thread)
  public static class Texts extends Recording {
    @Param({"all", "safe", "allow", "hash", "mask", "truncate", "drop"})
    @SuppressWarnings("NullAway.Init") // by JMH
    String rule;

    private final String[] names = new String[VALUES];

    @Setup
    public void install() {
      for (int i = 0; i < VALUES; i++) {
        names[i] = "Mustermann-" + (char) ('a' + i);
      }
      install(rule);
      for (int seen = 0; seen < 4 * VALUES; seen++) {
        names[seen % VALUES] = "Mustermann-" + (char) ('a' + seen);
        record(this);
      }
    }

    @Override
    void copy(InFlightInference call) {
      TensorWriter tensor = call.tensor(TensorRole.INPUT, "x", DataType.BYTES, 1, VALUES);
      for (String name : names) {
        tensor.append(name);
      }
      tensor.close();
    }
  }

  /** Fractions in one array. */
  @State(Scope.Thread)
  public static class Floats extends Recording {
    @Param({"all", "safe", "round", "bucket", "noise", "drop"})
    @SuppressWarnings("NullAway.Init") // by JMH
    String rule;

    private final float[] values = new float[VALUES];

    @Setup
    public void install() {
      for (int i = 0; i < VALUES; i++) {
        values[i] = 1.5f * i;
      }
      install(rule);
    }

    @Override
    void copy(InFlightInference call) {
      call.tensor(TensorRole.INPUT, "x", DataType.FP32, 1, VALUES).floats(values).close();
    }
  }

  /** Whole numbers of 64 bits, which are looked at for payment cards. */
  @State(Scope.Thread)
  public static class Longs extends Recording {
    @Param({"all", "safe", "round"})
    @SuppressWarnings("NullAway.Init") // by JMH
    String rule;

    private final long[] values = new long[VALUES];

    @Setup
    public void install() {
      for (int i = 0; i < VALUES; i++) {
        values[i] = 4_111_111_111_111_110L + i;
      }
      install(rule);
    }

    @Override
    void copy(InFlightInference call) {
      call.tensor(TensorRole.INPUT, "x", DataType.INT64, 1, VALUES).longs(values).close();
    }
  }

  /** A recorder under a policy, and a ring that is emptied between the measurements. */
  public abstract static class Recording {
    private final MappedRing ring = MappedRing.inMemory(MappedRing.DEFAULT_CAPACITY);
    private @Nullable ModelCapture model;
    private int hook;

    void install(String rule) {
      HookRegistry hooks = new HookRegistry();
      hook = hooks.register("benchmark", "Benchmark.predict").index();
      AgentErrors errors = new AgentErrors(new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO));
      InferenceRecorder.install(
          new InferenceRecorder(
              new CaptureSettings(CaptureLimits.DEFAULT, policy(rule), ModelConfiguration.NONE),
              hooks,
              ring,
              InferenceClock.system(),
              errors));
      model = InferenceRecorder.describe(ModelRef.of("benchmark", "fraud"));
    }

    private static RedactionPolicy policy(String rule) {
      ValueRule of =
          switch (rule) {
            case "all", "safe" -> null;
            case "allow" -> ValueRule.allow(true);
            case "hash" -> ValueRule.hash();
            case "mask" -> ValueRule.mask(2);
            case "truncate" -> ValueRule.truncate(4, true);
            case "drop" -> ValueRule.drop();
            case "round" -> ValueRule.round(10, true);
            case "bucket" -> ValueRule.bucket(new double[] {0, 10, 20, 30, 40}, true);
            case "noise" -> ValueRule.noise(0.5, 10, true);
            default -> throw new IllegalArgumentException(rule);
          };
      List<NamePattern> names = List.of(new NamePattern("x"));
      List<RedactionRule> rules =
          of == null
              ? List.of()
              : List.of(new RedactionRule(null, RedactionTarget.FEATURE, names, of, rule));
      return new RedactionPolicy(
          rule.equals("all") ? Values.ALL : Values.SAFE,
          false,
          rules,
          List.of(),
          HashKey.of(HashKey.newKey(), null),
          new Vocabularies());
    }

    abstract void copy(InFlightInference call);

    /** In place of the writer thread. */
    @Setup(Level.Invocation)
    public void drain() {
      while (ring.drain((recordHook, payload, end) -> true, 1 << 20) > 0) {}
    }

    @TearDown
    public void uninstall() {
      InferenceRecorder.install(null);
    }
  }

  private static void record(Recording recording) {
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(recording.hook));
    call.model(Objects.requireNonNull(recording.model));
    call.batchSize(1);
    recording.copy(call);
    InferenceRecorder.end(call, null);
  }

  @Benchmark
  @OperationsPerInvocation(CALLS * VALUES)
  public void text(Texts texts) {
    for (int i = 0; i < CALLS; i++) {
      record(texts);
    }
  }

  @Benchmark
  @OperationsPerInvocation(CALLS * VALUES)
  public void fraction(Floats floats) {
    for (int i = 0; i < CALLS; i++) {
      record(floats);
    }
  }

  @Benchmark
  @OperationsPerInvocation(CALLS * VALUES)
  public void wholeNumber(Longs longs) {
    for (int i = 0; i < CALLS; i++) {
      record(longs);
    }
  }
}
