package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.bytebuddy.agent.builder.AgentBuilder.RawMatcher;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Which classes of the host are looked at. */
final class HostClasses {
  private static final ElementMatcher<TypeDescription> NEVER =
      nameStartsWith("java.")
          .or(nameStartsWith("jdk."))
          .or(nameStartsWith("sun."))
          .or(nameStartsWith("net.bytebuddy."));

  private HostClasses() {}

  /** The JDK's and the agent's own. */
  static RawMatcher notWoven(ClassLoader agent) {
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    return (type, loader, module, redefined, domain) ->
        loader == null || loader == platform || isOurs(loader, agent) || NEVER.matches(type);
  }

  private static boolean isOurs(ClassLoader loader, ClassLoader agent) {
    // In tests agent and host share one loader.
    return loader instanceof InstrumentationClassLoader
        || (loader == agent && agent != ClassLoader.getSystemClassLoader());
  }

  /** The name is asked first: a class that fails there is not even parsed. */
  static RawMatcher matching(TypeMatch match) {
    if (match instanceof TypeMatch.Exact exact) {
      return (type, loader, module, redefined, domain) -> type.getName().equals(exact.name());
    }
    if (match instanceof TypeMatch.SubtypesOf subtypes) {
      TypeHierarchy below = new TypeHierarchy(subtypes.name()::equals);
      return (type, loader, module, redefined, domain) ->
          type.getName().startsWith(subtypes.packagePrefix()) && below.includes(type, loader);
    }
    TypeHierarchy below = new TypeHierarchy(named(((TypeMatch.Named) match).pattern()));
    return (type, loader, module, redefined, domain) -> below.includes(type, loader);
  }

  private static Predicate<String> named(String pattern) {
    String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    return pattern.contains("*") ? Pattern.compile(regex).asMatchPredicate() : pattern::equals;
  }
}
