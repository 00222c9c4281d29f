package io.plumbline;

import io.plumbline.bootstrap.AgentClassLoader;
import java.lang.reflect.InvocationTargetException;

/** {@code java -jar plumbline.jar …}: the command line, in the loader that the agent lives in. */
public final class AgentMain {
  private AgentMain() {}

  public static void main(String[] arguments) throws Throwable {
    String refusal = SupportedJvm.refusal();
    if (refusal != null) {
      System.err.println(refusal);
      System.exit(1);
    }
    AgentClassLoader loader = AgentClassLoader.ofThisJar();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      loader
          .loadClass("io.plumbline.cli.PlumblineCommand")
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
