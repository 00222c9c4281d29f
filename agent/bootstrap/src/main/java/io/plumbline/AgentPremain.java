package io.plumbline;

import io.plumbline.bootstrap.AgentClassLoader;
import io.plumbline.bootstrap.EarlyGate;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Where the JVM hands over. Finds the jar, registers the gate, starts Plumbline's own thread, and
 * returns in milliseconds. Compiled for Java 8, so that it can say on any JVM that it is too old.
 *
 * <p>Uses no java.util.logging, NIO or JMX: to touch them before main() would fix choices that the
 * host makes there.
 */
public final class AgentPremain {
  private static final int OLDEST_JAVA = 17;
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private AgentPremain() {}

  /** {@code -javaagent:plumbline.jar[=plumbline.yaml]}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  /** Attached to a JVM that already runs. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  private static void start(String arguments, Instrumentation instrumentation) {
    try {
      String refusal = refusal();
      if (refusal != null) {
        System.err.println(refusal + " Agent is off; the application continues.");
      } else if (STARTED.compareAndSet(false, true)) {
        handOver(arguments, instrumentation);
      }
    } catch (Throwable e) {
      // The host starts, whatever happened here.
      System.err.println("Plumbline cannot run on this JVM: " + e + ". The application continues.");
    }
  }

  private static String refusal() {
    String version = System.getProperty("java.specification.version", "");
    if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
      return "Plumbline cannot run in a native image: there are no classes to weave.";
    }
    if (version.startsWith("1.") || Integer.parseInt(version) < OLDEST_JAVA) {
      return "Plumbline needs Java " + OLDEST_JAVA + " or newer; this is " + version + ".";
    }
    return null;
  }

  private static void handOver(String arguments, Instrumentation instrumentation) throws Exception {
    AgentClassLoader loader = AgentClassLoader.ofThisJar();
    EarlyGate gate = EarlyGate.of(loader, arguments);
    instrumentation.addTransformer(gate);
    Runnable start = () -> startAgent(loader, arguments, instrumentation, gate);
    Thread starter = new Thread(start, "plumbline-start");
    starter.setDaemon(true);
    starter.setContextClassLoader(loader);
    starter.start();
  }

  private static void startAgent(
      ClassLoader loader, String arguments, Instrumentation instrumentation, EarlyGate gate) {
    Runnable openGate =
        () -> {
          gate.open();
          instrumentation.removeTransformer(gate);
        };
    BooleanSupplier gateTimedOut = gate::hasTimedOut;
    try {
      Method start =
          loader
              .loadClass("io.plumbline.startup.AgentStarter")
              .getMethod(
                  "start",
                  String.class,
                  Instrumentation.class,
                  Runnable.class,
                  BooleanSupplier.class);
      start.invoke(null, arguments, instrumentation, openGate, gateTimedOut);
    } catch (Throwable e) {
      System.err.println("Plumbline cannot run on this JVM: " + e + ". The application continues.");
    } finally {
      openGate.run();
    }
  }
}
