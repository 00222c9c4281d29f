package io.plumbline.cli.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All classes of some folders and jars, also of jars within a Spring Boot jar or a web archive.
 * Loaded, never initialised.
 */
public final class GivenClassPath implements AutoCloseable {
  private static final String CLASS = ".class";
  private static final List<String> INNER_CLASSES =
      List.of("BOOT-INF/classes/", "WEB-INF/classes/");
  private static final List<String> INNER_JARS = List.of("BOOT-INF/lib/", "WEB-INF/lib/");

  private final Path extracted;
  private final URLClassLoader loader;
  private final List<Class<?>> classes = new ArrayList<>();
  private final Set<String> unreadable = new LinkedHashSet<>();

  private GivenClassPath(Path extracted, List<Path> entries) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path entry : entries) {
      urls.add(entry.toUri().toURL());
    }
    this.extracted = extracted;
    this.loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /**
   * @param progress told how many classes are read so far
   */
  public static GivenClassPath read(List<Path> given, LongConsumer progress) throws IOException {
    Path extracted = Files.createTempDirectory("plumbline-check");
    List<Path> entries = new ArrayList<>();
    for (Path each : given) {
      entries.addAll(withInner(each, extracted));
    }
    GivenClassPath classPath = new GivenClassPath(extracted, entries);
    for (Path entry : entries) {
      for (String name : names(entry)) {
        classPath.load(name);
        progress.accept(classPath.classes.size());
      }
    }
    return classPath;
  }

  private static List<Path> withInner(Path given, Path extracted) throws IOException {
    List<Path> entries = new ArrayList<>(List.of(given));
    if (Files.isDirectory(given)) {
      return entries;
    }
    try (JarFile jar = new JarFile(given.toFile())) {
      Path classes = extracted.resolve(entries.hashCode() + "-" + given.getFileName());
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        String inner = after(entry.getName(), INNER_CLASSES);
        String library = after(entry.getName(), INNER_JARS);
        if (inner != null && inner.endsWith(CLASS)) {
          extract(jar, entry, classes, inner);
          entries.add(classes);
        } else if (library != null && library.endsWith(".jar")) {
          entries.add(extract(jar, entry, extracted, library));
        }
      }
    }
    return entries.stream().distinct().toList();
  }

  private static @Nullable String after(String name, List<String> prefixes) {
    return prefixes.stream()
        .filter(name::startsWith)
        .map(prefix -> name.substring(prefix.length()))
        .findFirst()
        .orElse(null);
  }

  private static Path extract(JarFile jar, JarEntry entry, Path folder, String name)
      throws IOException {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder)) {
      throw new IOException(jar.getName() + " has an entry that leads out of it: " + name);
    }
    Files.createDirectories(file.getParent());
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** Binary names of the classes of a folder or jar. */
  private static List<String> names(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      try (Stream<Path> files = Files.walk(entry)) {
        return files
            .map(file -> entry.relativize(file).toString())
            .flatMap(GivenClassPath::name)
            .toList();
      }
    }
    try (JarFile jar = new JarFile(entry.toFile())) {
      return jar.stream().map(JarEntry::getName).flatMap(GivenClassPath::name).toList();
    }
  }

  private static Stream<String> name(String file) {
    boolean isClass =
        file.endsWith(CLASS)
            && !file.startsWith("META-INF/")
            && !file.startsWith("BOOT-INF/")
            && !file.startsWith("WEB-INF/")
            && !file.endsWith("-info.class");
    return isClass
        ? Stream.of(file.substring(0, file.length() - CLASS.length()).replace('/', '.'))
        : Stream.of();
  }

  private void load(String name) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      if (type.getClassLoader() == loader) {
        classes.add(type);
      }
    } catch (ClassNotFoundException | LinkageError e) {
      unreadable.add(name);
    }
  }

  public List<Class<?>> classes() {
    return classes;
  }

  /** Names of classes that cannot be loaded: what they need is not on the class path. */
  public Set<String> unreadable() {
    return unreadable;
  }

  /** Those below a class, without it. */
  public List<Class<?>> subtypesOf(Class<?> type) {
    return classes.stream()
        .filter(each -> each != type && type.isAssignableFrom(each))
        .<Class<?>>map(each -> each)
        .toList();
  }

  @Override
  public void close() throws IOException {
    loader.close();
    try (Stream<Path> files = Files.walk(extracted)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
