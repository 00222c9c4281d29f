package io.plumbline.capture;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Installs a real {@link InferenceRecorder} over a {@link ListSink}; an error left behind fails the
 * test.
 */
public final class RecorderExtension implements BeforeEachCallback, AfterEachCallback {
  private final CaptureLimits limits;
  private final RedactionPolicy.Values values;
  private final HookRegistry hooks = new HookRegistry();
  private ListSink sink = new ListSink();
  private AgentErrors errors = newErrors();

  private RecorderExtension(CaptureLimits limits, RedactionPolicy.Values values) {
    this.limits = limits;
    this.values = values;
  }

  public static RecorderExtension with(RedactionPolicy.Values values) {
    return new RecorderExtension(CaptureLimits.DEFAULT, values);
  }

  public static RecorderExtension with(RedactionPolicy.Values values, CaptureLimits limits) {
    return new RecorderExtension(limits, values);
  }

  public ListSink sink() {
    return sink;
  }

  public HookRegistry hooks() {
    return hooks;
  }

  /** Failures that capture kept from the host; takes them, so that the test does not fail. */
  public Map<String, Long> takeErrors() {
    Map<String, Long> counts = errors.counts();
    errors = newErrors();
    return counts;
  }

  /** Calls that begin from now on are captured so. */
  public void level(CaptureLevel level) {
    Objects.requireNonNull(InferenceRecorder.installed()).overhead().level(level);
  }

  public Inference onlyInference() {
    if (sink.inferences().size() != 1) {
      throw new AssertionError("expected one inference, got " + sink.inferences());
    }
    return sink.inferences().get(0);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    sink = new ListSink();
    errors = newErrors();
    InferenceRecorder.install(over(sink));
  }

  /** A recorder of the same settings that leaves its records elsewhere. */
  public InferenceRecorder over(InferenceSink other) {
    return over(other, values, ModelConfiguration.NONE);
  }

  /** A recorder of other settings over the same sink. */
  public InferenceRecorder over(RedactionPolicy.Values otherValues, ModelConfiguration models) {
    return over(sink, otherValues, models);
  }

  /** A recorder of other rules over the same sink. */
  public InferenceRecorder over(RedactionPolicy policy) {
    return new InferenceRecorder(
        new CaptureSettings(limits, policy, ModelConfiguration.NONE),
        hooks,
        sink,
        InferenceClock.system(),
        errors);
  }

  private InferenceRecorder over(
      InferenceSink other, RedactionPolicy.Values otherValues, ModelConfiguration models) {
    return new InferenceRecorder(
        settings(limits, otherValues, models), hooks, other, InferenceClock.system(), errors);
  }

  static CaptureSettings settings(
      CaptureLimits limits, RedactionPolicy.Values values, ModelConfiguration models) {
    RedactionPolicy policy = new RedactionPolicy(values, HashKey.of("0".repeat(32), "test"));
    return new CaptureSettings(limits, policy, models);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    InferenceRecorder.install(null);
    if (!errors.counts().isEmpty()) {
      throw new AssertionError("capture failed: " + errors.counts());
    }
  }

  private static AgentErrors newErrors() {
    return new AgentErrors(new AgentLog(Clock.systemUTC(), AgentLog.Level.DEBUG));
  }
}
