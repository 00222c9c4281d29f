package io.plumbline;

import io.plumbline.bootstrap.EarlyGate;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.BooleanSupplier;

/**
 * Calls {@code AgentStarter} and {@code RequestHandler}, on a thread of Plumbline's, in its class
 * loader: by name, and with types of the JDK alone, since this class cannot see them.
 */
final class AgentStart {
  private static final String STARTER = "io.plumbline.startup.AgentStarter";
  private static final String HANDLER = "io.plumbline.startup.RequestHandler";

  private final ClassLoader loader;
  private final Instrumentation instrumentation;

  AgentStart(ClassLoader loader, Instrumentation instrumentation) {
    this.loader = loader;
    this.instrumentation = instrumentation;
  }

  void onItsOwnThread(String arguments, EarlyGate gate) {
    // No lambda before main(): the first one costs it tens of milliseconds.
    startThread("start", new Start(arguments, gate));
  }

  private final class Start implements Runnable, BooleanSupplier {
    private final String arguments;
    private final EarlyGate gate;

    Start(String arguments, EarlyGate gate) {
      this.arguments = arguments;
      this.gate = gate;
    }

    @Override
    public void run() {
      Runnable openGate = this::openGate;
      try {
        Object runs =
            loader
                .loadClass(STARTER)
                .getMethod(
                    "start",
                    String.class,
                    Instrumentation.class,
                    Runnable.class,
                    BooleanSupplier.class)
                .invoke(null, arguments, instrumentation, openGate, this);
        if (Boolean.FALSE.equals(runs)) {
          AgentPremain.forget(AgentStart.this);
        }
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
  }

  /**
   * Does what a command asks, on a thread of its own; the answer goes its own way.
   *
   * @throws ReflectiveOperationException when this jar cannot
   */
  void answer(String request) throws ReflectiveOperationException {
    Method handler =
        loader.loadClass(HANDLER).getMethod("answer", String.class, Instrumentation.class);
    startThread("request", () -> answer(handler, request));
  }

  private void answer(Method handler, String request) {
    Object stays = false;
    try {
      stays = handler.invoke(null, request, instrumentation);
    } catch (ReflectiveOperationException e) {
      // Where it could not even say so: the command hears no answer, and says that.
    } finally {
      if (Boolean.FALSE.equals(stays)) {
        AgentPremain.forget(this);
      }
    }
  }

  /** The flag stands there twice: said in Plumbline's own log. */
  void sayAlreadyStarted() {
    startThread(
        "start",
        () -> {
          try {
            loader.loadClass(STARTER).getMethod("sayAlreadyStarted").invoke(null);
          } catch (ReflectiveOperationException e) {
            // The first one runs, and that is what matters.
          }
        });
  }

  private void startThread(String name, Runnable body) {
    Thread thread = new Thread(body, "plumbline-" + name);
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    thread.start();
  }
}
