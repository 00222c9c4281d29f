package io.plumbline.bootstrap;

import java.io.BufferedReader;
import java.io.FileInputStream;
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
 */
public final class EarlyGate implements ClassFileTransformer {
  /** Names of the classes with hooks, one a line; a test holds it against the hooks. */
  static final String HOOKED_TYPES = "io/plumbline/instrumentation/hooked-types.txt";

  private static final int PATIENCE_SECONDS = 2;
  private static final String PLATFORM_LOADER =
      "jdk.internal.loader.ClassLoaders$PlatformClassLoader";

  private final Set<String> hookedTypes;
  private final boolean anyApplicationClass;
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile boolean timedOut;

  /**
   * @param hookedTypes internal names
   * @param anyApplicationClass the configuration names methods, so that any class may be meant
   */
  EarlyGate(Set<String> hookedTypes, boolean anyApplicationClass) {
    this.hookedTypes = hookedTypes;
    this.anyApplicationClass = anyApplicationClass;
  }

  /** The gate for the hooks in the agent's jar and for its configuration. */
  public static EarlyGate of(ClassLoader agent, String arguments) throws IOException {
    Set<String> types = new HashSet<>();
    try (InputStream names = agent.getResourceAsStream(HOOKED_TYPES)) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(names, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        types.add(line.trim().replace('.', '/'));
      }
    }
    return new EarlyGate(types, namesMethods(arguments));
  }

  /** A look for the word, since the parser is not loaded yet: to wait for nothing harms nobody. */
  private static boolean namesMethods(String arguments) {
    String file = arguments;
    if (file == null || file.isEmpty()) {
      file = System.getProperty("plumbline.config", System.getenv("PLUMBLINE_CONFIG"));
    }
    if (file == null) {
      return false;
    }
    // java.io only: NIO here would fix the host's FileSystemProvider before main().
    try (InputStream in = new FileInputStream(file)) {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("methods")) {
          return true;
        }
      }
    } catch (IOException e) {
      // The parser will say it in its own words.
    }
    return false;
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
    return hookedTypes.contains(className)
        || (anyApplicationClass
            && loader != null
            && !loader.getClass().getName().equals(PLATFORM_LOADER)
            && !className.startsWith("io/plumbline/"));
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
