package io.plumbline.it.host;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that deploys an application in a class loader of its own, with the libraries of the
 * class path given, lets it score, undeploys it, and says whether the loader has gone.
 */
final class Undeployment {
  private static final int ATTEMPTS = 100;

  private Undeployment() {}

  public static void main(String[] arguments) throws Exception {
    AgentStart.await();
    WeakReference<ClassLoader> application = deployAndUndeploy(arguments[0], arguments[1]);
    for (int attempt = 0; attempt < ATTEMPTS && application.get() != null; attempt++) {
      System.gc();
      System.runFinalization();
      Thread.sleep(20);
    }
    System.out.println(application.get() == null ? "loader gone" : "loader kept");
  }

  private static WeakReference<ClassLoader> deployAndUndeploy(String classPath, String model)
      throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      loader
          .loadClass("io.plumbline.it.host.FirstStatement")
          .getDeclaredMethod("main", String[].class)
          .invoke(null, (Object) new String[] {model});
      Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
      return new WeakReference<>(loader);
    }
  }
}
