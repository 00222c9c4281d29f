package io.plumbline.bootstrap;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds the first class that may have to be woven until weaving is possible, once and for at most
 * {@value #PATIENCE_SECONDS} seconds, so that no inference is missed at start: a class of a library
 * by its name, one with a configured method by the name of that. The host starts meanwhile. Changes
 * no class.
 *
 * <p>Register it as not able to retransform: the JVM asks those first, so that a transformer which
 * was added during the wait still sees the class.
 */
public final class EarlyGate implements ClassFileTransformer {
  /** Names of the classes with hooks, one a line; a test holds it against the hooks. */
  static final String HOOKED_TYPES = "io/plumbline/instrumentation/hooked-types.txt";

  private static final int PATIENCE_SECONDS = 2;

  private final Set<String> hookedTypes;
  private final NamedMethods methods;
  private final ClassLoader platform;
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile boolean timedOut;

  /**
   * @param hookedTypes internal names
   * @param methods of the configuration
   * @param platform what it and the boot loader define is not of the application
   */
  EarlyGate(Set<String> hookedTypes, NamedMethods methods, ClassLoader platform) {
    this.hookedTypes = hookedTypes;
    this.methods = methods;
    this.platform = platform;
  }

  /** The gate for the hooks in the agent's jar and for its configuration. */
  public static EarlyGate of(AgentClassLoader agent, String arguments) throws IOException {
    return new EarlyGate(
        hookedTypes(agent), NamedMethods.ofConfiguration(arguments), agent.getParent());
  }

  private static Set<String> hookedTypes(ClassLoader agent) throws IOException {
    InputStream names = agent.getResourceAsStream(HOOKED_TYPES);
    if (names == null) {
      throw new FileNotFoundException(HOOKED_TYPES);
    }
    Set<String> types = new HashSet<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(names, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        types.add(line.replace('.', '/'));
      }
    }
    return types;
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (redefined == null
        && className != null
        && !isOurThread()
        && isAwaited(loader, className, classFile)) {
      await();
    }
    return null;
  }

  private boolean isAwaited(ClassLoader loader, String className, byte[] classFile) {
    return loader != null
        && loader != platform
        && !timedOut
        && opened.getCount() > 0
        && (hookedTypes.contains(className) || (!isOurs(className) && methods.mayBeIn(classFile)));
  }

  private static boolean isOurs(String className) {
    return className.startsWith("io/plumbline/bootstrap/")
        || className.startsWith("io/plumbline/Agent");
  }

  /** What weaving itself loads must not wait for weaving. */
  private static boolean isOurThread() {
    return Thread.currentThread().getName().startsWith("plumbline-");
  }

  private void await() {
    boolean interrupted = Thread.interrupted();
    try {
      if (!opened.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        timedOut = true;
      }
    } catch (InterruptedException e) {
      timedOut = true;
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Weaving is possible. */
  public void open() {
    opened.countDown();
  }

  /** A class went by before it could be woven. */
  public boolean hasTimedOut() {
    return timedOut;
  }
}
