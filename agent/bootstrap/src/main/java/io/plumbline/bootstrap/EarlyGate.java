package io.plumbline.bootstrap;

import java.io.BufferedReader;
import java.io.FileInputStream;
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
 * {@value #PATIENCE_SECONDS} seconds, so that no inference is missed at start. Changes no class.
 *
 * <p>Register it as not able to retransform: the JVM asks those first, so that a transformer which
 * was added during the wait still sees the class.
 */
public final class EarlyGate implements ClassFileTransformer {
  /** Names of the classes with hooks, one a line; a test holds it against the hooks. */
  static final String HOOKED_TYPES = "io/plumbline/instrumentation/hooked-types.txt";

  private static final int PATIENCE_SECONDS = 2;

  private final Set<String> hookedTypes;
  private final boolean anyApplicationClass;
  private final ClassLoader platform;
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile boolean timedOut;

  /**
   * @param hookedTypes internal names
   * @param anyApplicationClass the configuration names methods, so that any class may be meant
   * @param platform what it and the boot loader define is not of the application
   */
  EarlyGate(Set<String> hookedTypes, boolean anyApplicationClass, ClassLoader platform) {
    this.hookedTypes = hookedTypes;
    this.anyApplicationClass = anyApplicationClass;
    this.platform = platform;
  }

  /** The gate for the hooks in the agent's jar and for its configuration. */
  public static EarlyGate of(AgentClassLoader agent, String arguments) throws IOException {
    return new EarlyGate(hookedTypes(agent), namesMethods(arguments), agent.getParent());
  }

  private static Set<String> hookedTypes(ClassLoader agent) throws IOException {
    InputStream names = agent.getResourceAsStream(HOOKED_TYPES);
    if (names == null) {
      throw new FileNotFoundException(HOOKED_TYPES);
    }
    Set<String> types = new HashSet<>();
    try (BufferedReader lines = reader(names)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        types.add(line.replace('.', '/'));
      }
    }
    return types;
  }

  private static boolean namesMethods(String arguments) {
    return isSet(System.getProperty("plumbline.methods"))
        || isSet(System.getenv("PLUMBLINE_METHODS"))
        || (isSet(arguments) && fileNamesMethods(arguments))
        || (!isSet(arguments) && fileNamesMethods(configuredFile()))
        || fileNamesMethods(System.getProperty("otel.config.file"))
        || fileNamesMethods(System.getenv("OTEL_CONFIG_FILE"));
  }

  private static String configuredFile() {
    String property = System.getProperty("plumbline.config");
    return isSet(property) ? property : System.getenv("PLUMBLINE_CONFIG");
  }

  private static boolean isSet(String value) {
    return value != null && !value.isEmpty();
  }

  /** A look for the word, since the parser is not loaded yet: to wait for nothing harms nobody. */
  static boolean fileNamesMethods(String file) {
    if (!isSet(file)) {
      return false;
    }
    // java.io only: NIO here would fix the host's FileSystemProvider before main().
    try (BufferedReader lines = reader(new FileInputStream(file))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int word = line.indexOf("methods");
        int comment = line.indexOf('#');
        if (word >= 0 && (comment < 0 || word < comment)) {
          return true;
        }
      }
    } catch (IOException e) {
      // The parser will say it in its own words.
    }
    return false;
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (redefined == null && className != null && isAwaited(loader, className) && !isOurThread()) {
      await();
    }
    return null;
  }

  private boolean isAwaited(ClassLoader loader, String className) {
    return loader != null
        && loader != platform
        && (anyApplicationClass ? !isOurs(className) : hookedTypes.contains(className));
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
    if (timedOut) {
      return;
    }
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
