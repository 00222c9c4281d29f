package io.plumbline.intercept;

import io.plumbline.diagnostics.AgentErrors;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.utility.JavaModule;
import org.jspecify.annotations.Nullable;

/** Says of each class that was meant to be woven and was not. */
final class WeavingReport extends AgentBuilder.Listener.Adapter {
  private final AgentErrors errors;

  WeavingReport(AgentErrors errors) {
    this.errors = errors;
  }

  @Override
  public void onError(
      String typeName,
      @Nullable ClassLoader loader,
      @Nullable JavaModule module,
      boolean loaded,
      Throwable error) {
    errors.report("weaving " + typeName + " (it stays as it was)", error);
  }
}
