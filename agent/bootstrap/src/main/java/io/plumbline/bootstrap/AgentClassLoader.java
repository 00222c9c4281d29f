package io.plumbline.bootstrap;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.SecureClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the agent from {@code inst/} of its jar, where classes are named {@code .classdata} so that
 * the host cannot find them. What the jar has comes from the jar, the rest from the JDK; resources,
 * {@code META-INF/services} among them, come from the jar alone.
 *
 * <p>Not a URLClassLoader: Chronicle would append its URLs to {@code java.class.path}.
 */
public final class AgentClassLoader extends SecureClassLoader {
  private static final String PREFIX = "inst/";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;
  private final ProtectionDomain domain;

  /** Where to look for a resource, in this order: newest multi-release version first. */
  private final String[] prefixes;

  /**
   * @param platform sees the JDK and nothing of the application
   * @param javaVersion highest multi-release version that may be used
   */
  AgentClassLoader(File file, ClassLoader platform, int javaVersion) throws IOException {
    super(platform);
    this.jar = new JarFile(file, false);
    CodeSource source = new CodeSource(file.toURI().toURL(), (CodeSigner[]) null);
    this.domain = new ProtectionDomain(source, null, this, null);
    this.prefixes = prefixes(jar, javaVersion);
  }

  /** A loader over the jar that this class came from. Needs Java 9. */
  public static AgentClassLoader ofThisJar() throws IOException, URISyntaxException {
    URL jar = AgentClassLoader.class.getProtectionDomain().getCodeSource().getLocation();
    int javaVersion = Integer.parseInt(System.getProperty("java.specification.version"));
    return new AgentClassLoader(new File(jar.toURI()), platform(), javaVersion);
  }

  /**
   * The outermost loader: the system loader can be one of the application, with others around it.
   *
   * <p>Not by reflection on {@code getPlatformClassLoader}, which Java 8 does not have: to call
   * what asks for its caller makes the JDK generate a proxy class, 30 ms before main().
   */
  private static ClassLoader platform() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }

  // No lambda: the first one costs main() tens of milliseconds.
  private static String[] prefixes(JarFile jar, int javaVersion) {
    List<String> prefixes = new ArrayList<>();
    for (int version = javaVersion; version > 8; version--) {
      String directory = PREFIX + "META-INF/versions/" + version + "/";
      if (jar.getEntry(directory) != null) {
        prefixes.add(directory);
      }
    }
    prefixes.add(PREFIX);
    return prefixes.toArray(new String[0]);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        JarEntry entry = entry(name.replace('.', '/').concat(".class"));
        loaded = entry == null ? getParent().loadClass(name) : define(name, entry);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> define(String name, JarEntry entry) throws ClassNotFoundException {
    byte[] bytes = new byte[(int) entry.getSize()];
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.readFully(bytes);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  private JarEntry entry(String resource) {
    String path = resource.endsWith(".class") ? resource.concat("data") : resource;
    for (String prefix : prefixes) {
      JarEntry entry = jar.getJarEntry(prefix.concat(path));
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  @Override
  public URL getResource(String name) {
    JarEntry entry = entry(name);
    try {
      return entry == null ? null : AgentResources.url(jar, entry);
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
