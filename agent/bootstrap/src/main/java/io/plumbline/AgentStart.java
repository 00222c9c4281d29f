package io.plumbline;

import io.plumbline.bootstrap.EarlyGate;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.function.BooleanSupplier;

/**
 * Calls {@code AgentStarter}, on a thread of Plumbline's, in its class loader: by name, and with
 * types of the JDK alone, since this class cannot see it.
 */
final class AgentStart implements Runnable, BooleanSupplier {
  private static final String STARTER = "io.plumbline.startup.AgentStarter";

  private final ClassLoader loader;
  private final String arguments;
  private final Instrumentation instrumentation;
  private final EarlyGate gate;

  AgentStart(
      ClassLoader loader, String arguments, Instrumentation instrumentation, EarlyGate gate) {
    this.loader = loader;
    this.arguments = arguments;
    this.instrumentation = instrumentation;
    this.gate = gate;
  }

  void onItsOwnThread() {
    // No lambda before main(): the first one costs it tens of milliseconds.
    startThread(this);
  }

  @Override
  public void run() {
    Runnable openGate = this::openGate;
    try {
      loader
          .loadClass(STARTER)
          .getMethod(
              "start", String.class, Instrumentation.class, Runnable.class, BooleanSupplier.class)
          .invoke(null, arguments, instrumentation, openGate, this);
    } catch (Throwable e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      System.err.println(
          "Plumbline cannot start on this JVM: "
              + cause
              + ". Agent is off; the application continues.");
    } finally {
      openGate();
    }
  }

  private void openGate() {
    gate.open();
    instrumentation.removeTransformer(gate);
  }

  /** Whether a class went by the gate before weaving was possible. */
  @Override
  public boolean getAsBoolean() {
    return gate.hasTimedOut();
  }

  /** The flag stands there twice: said in Plumbline's own log. */
  void sayAlreadyStarted() {
    startThread(
        () -> {
          try {
            loader.loadClass(STARTER).getMethod("sayAlreadyStarted").invoke(null);
          } catch (ReflectiveOperationException e) {
            // The first one runs, and that is what matters.
          }
        });
  }

  private void startThread(Runnable body) {
    Thread thread = new Thread(body, "plumbline-start");
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    thread.start();
  }
}
