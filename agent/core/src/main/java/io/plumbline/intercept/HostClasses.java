package io.plumbline.intercept;

import static net.bytebuddy.matcher.ElementMatchers.hasSuperType;
import static net.bytebuddy.matcher.ElementMatchers.isSynthetic;
import static net.bytebuddy.matcher.ElementMatchers.nameMatches;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;

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
          .or(nameStartsWith("net.bytebuddy."))
          .or(isSynthetic());

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

  static ElementMatcher<TypeDescription> matching(TypeMatch match) {
    if (match instanceof TypeMatch.Exact exact) {
      return named(exact.name());
    }
    if (match instanceof TypeMatch.SubtypesOf subtypes) {
      return nameStartsWith(subtypes.packagePrefix()).and(hasSuperType(named(subtypes.name())));
    }
    String pattern = ((TypeMatch.Named) match).pattern();
    ElementMatcher.Junction<TypeDescription> fits = nameMatches(regex(pattern));
    return fits.or(hasSuperType(fits));
  }

  private static String regex(String pattern) {
    return Pattern.quote(pattern).replace("*", "\\E.*\\Q");
  }
}
