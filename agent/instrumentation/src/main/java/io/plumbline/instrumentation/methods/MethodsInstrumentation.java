package io.plumbline.instrumentation.methods;

import io.plumbline.config.Glob;
import io.plumbline.config.MethodConfig;
import io.plumbline.intercept.Hook;
import io.plumbline.intercept.HookRole;
import io.plumbline.intercept.InferenceInstrumentation;
import io.plumbline.intercept.TypeMatch;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

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
    TypeMatch type = new TypeMatch.Named(config.type());
    return List.of(new Hook(HookRole.INFERENCE, type, method(), "MethodAdvice", config));
  }

  private ElementMatcher<MethodDescription> method() {
    Glob name = Glob.of(config.method());
    return method ->
        method.isMethod() && name.matches(method.getActualName()) && hasParameters(method);
  }

  private boolean hasParameters(MethodDescription method) {
    List<String> wanted = config.parameters();
    if (wanted == null) {
      return true;
    }
    List<TypeDescription> types = method.getParameters().asTypeList().asErasures();
    if (types.size() != wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!isNamed(types.get(i), wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** As in the source: with its package or without, {@code []} for arrays, no type arguments. */
  private static boolean isNamed(TypeDescription type, String wanted) {
    String name = type.getActualName();
    return wanted.equals(name) || name.endsWith("." + wanted) || name.endsWith("$" + wanted);
  }
}
