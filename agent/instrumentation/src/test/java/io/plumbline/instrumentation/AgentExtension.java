package io.plumbline.instrumentation;

import io.plumbline.capture.Inference;
import io.plumbline.capture.ListSink;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.intercept.InferenceInstrumentation;
import io.plumbline.intercept.InstalledHooks;
import io.plumbline.intercept.InstrumentationInstaller;
import io.plumbline.redact.RedactionPolicy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Weaves instrumentations into this JVM, and keeps what they record. A test that leaves an error
 * behind fails. Registered as a static field: woven once for all tests of the class.
 */
public final class AgentExtension
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private final List<InferenceInstrumentation> instrumentations;
  private final RecorderExtension recorder;
  private final AgentErrors errors =
      new AgentErrors(new AgentLog(Clock.systemUTC(), AgentLog.Level.DEBUG));
  private @Nullable InstalledHooks installed;

  private AgentExtension(
      RecorderExtension recorder, List<InferenceInstrumentation> instrumentations) {
    this.recorder = recorder;
    this.instrumentations = instrumentations;
  }

  /** With all values captured, so that strings can be compared. */
  public static AgentExtension with(InferenceInstrumentation... instrumentations) {
    return with(RecorderExtension.with(RedactionPolicy.Values.ALL), instrumentations);
  }

  public static AgentExtension with(
      RecorderExtension recorder, InferenceInstrumentation... instrumentations) {
    return new AgentExtension(recorder, List.of(instrumentations));
  }

  public RecorderExtension recorder() {
    return recorder;
  }

  public Inference onlyInference() {
    return recorder.onlyInference();
  }

  public ListSink sink() {
    return recorder.sink();
  }

  /** Failures that capture kept from the host; takes them, so that the test does not fail. */
  public Map<String, Long> takeErrors() {
    return recorder.takeErrors();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.DEBUG);
    installed =
        new InstrumentationInstaller(recorder.hooks(), log, errors, () -> {})
            .install(ByteBuddyAgent.install(), instrumentations);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    recorder.beforeEach(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    recorder.afterEach(context);
    if (!errors.counts().isEmpty()) {
      throw new AssertionError("weaving failed: " + errors.counts());
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (installed != null) {
      installed.close();
    }
  }
}
