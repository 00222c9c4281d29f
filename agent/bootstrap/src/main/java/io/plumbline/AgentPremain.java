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
  /**
   * How the arguments begin with which {@code java -jar plumbline.jar attach} and its like load the
   * jar into a JVM; {@code io.plumbline.control.AgentRequest} reads the rest.
   */
  private static final String REQUEST = "plumbline-request:";

  /** Set once the agent is on its way, until it is detached. */
  private static AgentStart started;

  private AgentPremain() {}

  /** {@code -javaagent:plumbline.jar[=plumbline.yaml]}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  /** Loaded into a JVM that already runs: by a command of ours, or by somebody else's as a flag. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    if (arguments != null && arguments.startsWith(REQUEST)) {
      request(arguments.substring(REQUEST.length()), instrumentation);
    } else {
      start(arguments, instrumentation);
    }
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
    started = new AgentStart(loader, instrumentation);
    started.onItsOwnThread(arguments, gate);
  }

  /**
   * Silent, since the host's stderr is the host's: the command asks beforehand whether this JVM is
   * supported, and hears of all that happens later by {@code RequestHandler}. What is thrown here
   * the JVM tells to the command.
   */
  private static synchronized void request(String request, Instrumentation instrumentation) {
    if (SupportedJvm.refusal() != null) {
      return;
    }
    try {
      if (started == null) {
        started = new AgentStart(AgentClassLoader.ofThisJar(), instrumentation);
      }
      started.answer(request);
    } catch (Exception e) {
      throw new IllegalStateException("Plumbline cannot start on this JVM: " + e, e);
    }
  }

  /** Nothing of that agent is left to be referred to: the next one begins anew. */
  static synchronized void forget(AgentStart gone) {
    if (started == gone) {
      started = null;
    }
  }
}
