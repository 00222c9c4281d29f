package io.plumbline.it.harness;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.plumbline.it.host.ClassFileSpy;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;

/** The class files of a host as they are in force in it, read by an agent of the test's own. */
public final class HostBytecode {
  private final Path folder;
  private final Path jar;
  private int files;

  /**
   * @param folder for a jar and the class files
   */
  public HostBytecode(Path folder) {
    this.folder = folder;
    this.jar = folder.resolve("spy.jar");
    writeJar();
  }

  private void writeJar() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Agent-Class", ClassFileSpy.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Class<?> each : ClassFileSpy.class.getDeclaredClasses()) {
        write(each, out);
      }
      write(ClassFileSpy.class, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Class<?> type, JarOutputStream out) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    out.putNextEntry(new JarEntry(name));
    try (InputStream in = Objects.requireNonNull(type.getClassLoader()).getResourceAsStream(name)) {
      Objects.requireNonNull(in).transferTo(out);
    }
  }

  /**
   * The code of every method, without numbers of constants and places: a JVM that writes down a
   * class which it had transformed numbers constants anew, and with a greater number an instruction
   * can be longer.
   */
  public String of(HostJvm host, String className) {
    Path file = write(host, className);
    StringWriter code = new StringWriter();
    int status =
        ToolProvider.findFirst("javap")
            .orElseThrow()
            .run(
                new PrintWriter(code, true),
                new PrintWriter(code, true),
                "-c",
                "-p",
                file.toString());
    if (status != 0) {
      throw new AssertionError("javap cannot read " + className + ": " + code);
    }
    return code.toString()
        .replaceAll("#\\d+(, +\\d+)?", "#")
        .replaceAll("ldc_w", "ldc")
        .replaceAll("(?m)^ *(\\d+|default): (\\d+$)?", "")
        .replaceAll("(?m)^ *\\d+ +\\d+ +\\d+ ", "")
        .replaceAll("\\b(if\\w*|goto\\w*) +\\d+", "$1")
        .replaceAll(" +", " ");
  }

  private Path write(HostJvm host, String className) {
    Path file = folder.resolve(files++ + ".class");
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(host.pid()));
      try {
        jvm.loadAgent(jar.toString(), className + "=" + file);
      } finally {
        jvm.detach();
      }
      return file;
    } catch (IOException
        | AttachNotSupportedException
        | AgentLoadException
        | AgentInitializationException e) {
      throw new AssertionError("The bytecode of " + className + " cannot be read", e);
    }
  }

  /** Whether code calls Plumbline. */
  public boolean isWoven(HostJvm host, String className) {
    return of(host, className).contains("io/plumbline/bootstrap/AdviceDispatcher");
  }
}
