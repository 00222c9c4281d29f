package io.plumbline.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentClassLoaderTest {
  private static final String HIDDEN = Hidden.class.getName();
  private static final String SERVICE = "META-INF/services/java.util.function.Supplier";

  @TempDir private Path directory;
  private File jar = new File("not yet");

  /** In the jar, and on the class path of the host too. */
  public static final class Hidden implements Supplier<String> {
    @Override
    public String get() {
      return "from the jar";
    }
  }

  /** On the class path of the host alone. */
  public static final class OfHost {}

  @BeforeEach
  void writeJar() throws IOException {
    jar = directory.resolve("agent.jar").toFile();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar.toPath()))) {
      put(out, "inst/" + HIDDEN.replace('.', '/') + ".classdata", classFile(Hidden.class));
      put(out, "inst/" + SERVICE, HIDDEN.getBytes(StandardCharsets.UTF_8));
      put(out, "inst/version.txt", "any".getBytes(StandardCharsets.UTF_8));
      for (String version : new String[] {"9", "17", "21"}) {
        put(out, "inst/META-INF/versions/" + version + "/", new byte[0]);
        put(
            out,
            "inst/META-INF/versions/" + version + "/version.txt",
            version.getBytes(StandardCharsets.UTF_8));
      }
      put(out, "top.txt", "for the host".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void classesOfTheJarAreItsOwnAndThoseOfTheHostAreNotSeen() throws Exception {
    ClassLoader loader = loader(17);

    Class<?> hidden = loader.loadClass(HIDDEN);

    assertThat(hidden).isNotEqualTo(Hidden.class);
    assertThat(hidden.getClassLoader()).isSameAs(loader);
    assertThat(hidden.getPackage().getName()).isEqualTo(Hidden.class.getPackageName());
    assertThat(loader.loadClass("java.sql.Driver").getClassLoader())
        .isSameAs(ClassLoader.getPlatformClassLoader());
    assertThatThrownBy(() -> loader.loadClass(OfHost.class.getName()))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void classesKnowTheJarTheyCameFrom() throws Exception {
    Class<?> hidden = loader(17).loadClass(HIDDEN);

    assertThat(hidden.getProtectionDomain().getCodeSource().getLocation())
        .isEqualTo(jar.toURI().toURL());
  }

  @Test
  void servicesComeFromTheJarAlone() throws Exception {
    @SuppressWarnings("rawtypes")
    ServiceLoader<Supplier> services = ServiceLoader.load(Supplier.class, loader(17));

    assertThat(services)
        .singleElement()
        .satisfies(s -> assertThat(s.get()).isEqualTo("from the jar"));
  }

  @Test
  void resourcesAreBelowInstAndReadableByUrl() throws Exception {
    ClassLoader loader = loader(8);

    URL url = Objects.requireNonNull(loader.getResource("version.txt"));

    assertThat(text(url.openStream())).isEqualTo("any");
    assertThat(Collections.list(loader.getResources("version.txt"))).hasSize(1);
    assertThat(loader.getResource("top.txt")).isNull();
    assertThat(loader.getResourceAsStream(HIDDEN.replace('.', '/') + ".class"))
        .hasBinaryContent(classFile(Hidden.class));
  }

  @Test
  void newestVersionThatTheJvmMayUseWins() throws Exception {
    assertThat(version(8)).isEqualTo("any");
    assertThat(version(9)).isEqualTo("9");
    assertThat(version(17)).isEqualTo("17");
    assertThat(version(20)).isEqualTo("17");
    assertThat(version(25)).isEqualTo("21");
  }

  private String version(int java) throws IOException {
    return text(Objects.requireNonNull(loader(java).getResourceAsStream("version.txt")));
  }

  private AgentClassLoader loader(int javaVersion) throws IOException {
    return new AgentClassLoader(jar, ClassLoader.getPlatformClassLoader(), javaVersion);
  }

  private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    String resource = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(resource))) {
      return in.readAllBytes();
    }
  }

  private static String text(InputStream in) throws IOException {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
