package io.plumbline.it.host;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CountDownLatch;

/**
 * Has a scorer that is not observed, and lives on.
 *
 * <pre>
 * KeptScorer idle|hidden
 * </pre>
 *
 * Idle: loaded and not called. Hidden: called, in a class loader that shows nothing but the JDK's
 * packages of the boot loader, as OSGi does without boot delegation.
 */
final class KeptScorer {
  /** By its name: a literal would load it where this class is, too. */
  private static final String SCORER = "com.acme.NumberScorer";

  private KeptScorer() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("hidden")) {
      callIn(
          new HidingLoader(KeptScorer.class.getProtectionDomain().getCodeSource().getLocation()));
    } else {
      Object ignored = Class.forName(SCORER).getConstructor().newInstance();
    }
    System.out.println("kept");
    new CountDownLatch(1).await();
  }

  private static void callIn(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(SCORER);
    Object scorer = type.getConstructor().newInstance();
    Object answer =
        type.getMethod("score", double[].class).invoke(scorer, (Object) new double[] {4});
    if (!answer.equals(2.0)) {
      throw new IllegalStateException("it answered " + answer);
    }
  }

  private static final class HidingLoader extends URLClassLoader {
    HidingLoader(URL classes) {
      super(new URL[] {classes}, null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.plumbline.bootstrap.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
