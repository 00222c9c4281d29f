package io.plumbline.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.SecureClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the agent from {@code inst/} of its jar, where classes are named {@code .classdata} so that
 * the host cannot find them. Resources, {@code META-INF/services} among them, come from there
 * alone.
 *
 * <p>Not a URLClassLoader: Chronicle would append its URLs to {@code java.class.path}.
 */
public final class AgentClassLoader extends SecureClassLoader {
  private static final String PREFIX = "inst/";
  private static final int NEWEST_VERSION = 25;

  static {
    registerAsParallelCapable();
  }

  private final File file;
  private final JarFile jar;
  private final ProtectionDomain domain;

  private AgentClassLoader(File file) throws IOException {
    // The platform loader, which sees the JDK and nothing of the application.
    super(ClassLoader.getSystemClassLoader().getParent());
    this.file = file;
    this.jar = new JarFile(file, false);
    CodeSource source = AgentClassLoader.class.getProtectionDomain().getCodeSource();
    this.domain = new ProtectionDomain(source, null, this, null);
  }

  /** A loader over the jar that this class came from. */
  public static AgentClassLoader ofThisJar() throws IOException, URISyntaxException {
    URL jar = AgentClassLoader.class.getProtectionDomain().getCodeSource().getLocation();
    return new AgentClassLoader(new File(jar.toURI()));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        JarEntry entry = name.startsWith("java.") ? null : entry(name.replace('.', '/') + ".class");
        loaded = entry == null ? getParent().loadClass(name) : define(name, entry);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> define(String name, JarEntry entry) throws ClassNotFoundException {
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = readAll(in, (int) entry.getSize());
      definePackageOf(name);
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @SuppressWarnings("deprecation") // getPackage: its successor is not in Java 8
  private void definePackageOf(String name) {
    int dot = name.lastIndexOf('.');
    String packageName = dot < 0 ? "" : name.substring(0, dot);
    if (getPackage(packageName) == null) {
      try {
        definePackage(packageName, null, null, null, null, null, null, null);
      } catch (IllegalArgumentException ignored) {
        // Another thread was first.
      }
    }
  }

  private static byte[] readAll(InputStream in, int expected) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(32, expected));
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }

  /** The entry for a resource, of the newest multi-release version that this JVM may use. */
  private JarEntry entry(String resource) {
    String path = resource.endsWith(".class") ? resource + "data" : resource;
    for (int version = runningVersion(); version > 8; version--) {
      if (jar.getEntry(PREFIX + "META-INF/versions/" + version + "/") == null) {
        continue;
      }
      JarEntry entry = jar.getJarEntry(PREFIX + "META-INF/versions/" + version + "/" + path);
      if (entry != null) {
        return entry;
      }
    }
    return jar.getJarEntry(PREFIX + path);
  }

  private static int runningVersion() {
    String version = System.getProperty("java.specification.version", "17");
    return version.startsWith("1.") ? 8 : Math.min(NEWEST_VERSION, Integer.parseInt(version));
  }

  @Override
  public URL getResource(String name) {
    JarEntry entry = entry(name);
    try {
      return entry == null ? null : new URL("jar:" + file.toURI() + "!/" + entry.getName());
    } catch (MalformedURLException e) {
      return null;
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) {
    URL resource = getResource(name);
    return resource == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(resource));
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    JarEntry entry = entry(name);
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      return null;
    }
  }
}
