package io.plumbline.instrumentation.methods;

import io.plumbline.config.MethodConfig;
import io.plumbline.intercept.Hook;
import io.plumbline.intercept.HookRole;
import io.plumbline.intercept.InferenceInstrumentation;
import io.plumbline.intercept.TypeMatch;
import java.util.List;

/** One entry of the methods list; the hierarchy below the named class is searched. */
public final class MethodsInstrumentation implements InferenceInstrumentation {
  private final MethodConfig config;

  private MethodsInstrumentation(MethodConfig config) {
    this.config = config;
  }

  /** One for each entry. */
  public static List<InferenceInstrumentation> of(List<MethodConfig> methods) {
    return methods.stream().<InferenceInstrumentation>map(MethodsInstrumentation::new).toList();
  }

  @Override
  public String name() {
    return config.library();
  }

  @Override
  public List<Hook> hooks() {
    TypeMatch type = new TypeMatch.Named(config.type(), config.method());
    MethodMatch method = MethodMatch.of(config);
    return List.of(
        new Hook(HookRole.INFERENCE, type, method, "MethodAdvice", config, "FewArgumentsAdvice"));
  }
}
