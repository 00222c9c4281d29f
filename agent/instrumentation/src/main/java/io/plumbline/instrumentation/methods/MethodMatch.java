package io.plumbline.instrumentation.methods;

import io.plumbline.config.Glob;
import io.plumbline.config.MethodConfig;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a class that an entry means. Equal for equal entries, so that one which is read
 * again is seen to be the same.
 *
 * @param name {@code *} for any characters
 * @param parameters null for any
 */
record MethodMatch(String name, @Nullable List<String> parameters)
    implements ElementMatcher<MethodDescription> {
  static MethodMatch of(MethodConfig config) {
    return new MethodMatch(config.method(), config.parameters());
  }

  @Override
  public boolean matches(MethodDescription method) {
    return method.isMethod()
        && Glob.of(name).matches(method.getActualName())
        && hasParameters(method);
  }

  private boolean hasParameters(MethodDescription method) {
    if (parameters == null) {
      return true;
    }
    List<TypeDescription> types = method.getParameters().asTypeList().asErasures();
    if (types.size() != parameters.size()) {
      return false;
    }
    for (int i = 0; i < parameters.size(); i++) {
      if (!isNamed(types.get(i), parameters.get(i))) {
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
