package io.plumbline.intercept;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import java.util.List;
import java.util.Map;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.utility.JavaModule;
import org.jspecify.annotations.Nullable;

/** Says of each class that was meant to be woven and was not, or was too late. */
final class WeavingReport extends AgentBuilder.Listener.Adapter {
  private final AgentLog log;
  private final AgentErrors errors;

  WeavingReport(AgentLog log, AgentErrors errors) {
    this.log = log;
    this.errors = errors;
  }

  @Override
  public void onTransformation(
      TypeDescription type,
      @Nullable ClassLoader loader,
      @Nullable JavaModule module,
      boolean loaded,
      DynamicType woven) {
    if (loaded) {
      log.warn(
          type.getName()
              + " was in use before it could be woven; calls until now were not seen ("
              + DropReason.NOT_YET_WOVEN.attributeValue()
              + ")");
    }
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

  /** For classes that the JVM refuses to change. */
  RedefinitionStrategy.Listener ofLoadedClasses() {
    return new RedefinitionStrategy.Listener.Adapter() {
      @Override
      public void onComplete(
          int amount, List<Class<?>> types, Map<List<Class<?>>, Throwable> failures) {
        failures.forEach(
            (classes, error) -> errors.report("weaving " + names(classes) + " (late)", error));
      }
    };
  }

  private static List<String> names(List<Class<?>> classes) {
    return classes.stream().map(Class::getName).toList();
  }
}
