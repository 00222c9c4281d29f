package io.plumbline;

import io.plumbline.bootstrap.AgentClassLoader;
import io.plumbline.bootstrap.EarlyGate;
import java.lang.instrument.Instrumentation;

/**
 * Where the JVM hands over. Finds the jar, registers the gate, starts Plumbline's own thread, and
 * returns in milliseconds. Compiled for Java 8, so that it can say on any JVM that it is too old.
 *
 * <p>Uses no java.util.logging, NIO or JMX: to touch them before main() would fix choices that the
 * host makes there.
 */
public final class AgentPremain {
  /** Set once the agent is on its way. */
  private static AgentStart started;

  private AgentPremain() {}

  /** {@code -javaagent:plumbline.jar[=plumbline.yaml]}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  /** Attached to a JVM that already runs. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  private static synchronized void start(String arguments, Instrumentation instrumentation) {
    try {
      String refusal = SupportedJvm.refusal();
      if (refusal != null) {
        System.err.println(refusal + " Agent is off; the application continues.");
      } else if (started != null) {
        started.sayAlreadyStarted();
      } else {
        handOver(arguments, instrumentation);
      }
    } catch (Throwable e) {
      // The host starts, whatever happened here.
      System.err.println(
          "Plumbline cannot start on this JVM: "
              + e
              + ". Agent is off; the application continues.");
    }
  }

  private static void handOver(String arguments, Instrumentation instrumentation) throws Exception {
    AgentClassLoader loader = AgentClassLoader.ofThisJar();
    EarlyGate gate = EarlyGate.of(loader, arguments);
    instrumentation.addTransformer(gate, false);
    started = new AgentStart(loader, arguments, instrumentation, gate);
    started.onItsOwnThread();
  }
}
