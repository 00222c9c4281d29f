package io.plumbline.startup;

import io.plumbline.diagnostics.AgentLog;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Puts {@code AdviceDispatcher} into the boot loader, where every class of the host sees it. Before
 * any class of ours that refers to it is used.
 *
 * <p>Not by {@code appendToBootstrapClassLoaderSearch}, unless nothing else works: that switches
 * class data sharing off for the application's classes, and the JVM says so on the host's stdout.
 */
final class BootDispatcher {
  private static final String DISPATCHER = "io.plumbline.bootstrap.AdviceDispatcher";

  private final Instrumentation instrumentation;
  private final ModuleOpener modules;
  private final AgentLog log;

  BootDispatcher(Instrumentation instrumentation, ModuleOpener modules, AgentLog log) {
    this.instrumentation = instrumentation;
    this.modules = modules;
    this.log = log;
  }

  /**
   * @param agentJar has it at its top level
   */
  void define(File agentJar) throws IOException {
    if (isDefined()) {
      return;
    }
    try (JarFile jar = new JarFile(agentJar, false)) {
      defineDirectly(classFiles(jar));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      log.warn(
          "class data sharing is off for the application: "
              + DISPATCHER
              + " needs -Xbootclasspath/a here, "
              + e);
      // Left open: the boot loader reads from it.
      instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(agentJar, false));
    }
  }

  private static boolean isDefined() {
    try {
      Class.forName(DISPATCHER, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The dispatcher and its nested classes, by name. */
  private static Map<String, byte[]> classFiles(JarFile jar) throws IOException {
    Map<String, byte[]> classFiles = new LinkedHashMap<>();
    String prefix = DISPATCHER.replace('.', '/');
    List<JarEntry> entries =
        jar.stream().filter(entry -> entry.getName().startsWith(prefix)).toList();
    for (JarEntry entry : entries) {
      try (InputStream in = jar.getInputStream(entry)) {
        String name = entry.getName().replace(".class", "").replace('/', '.');
        classFiles.put(name, in.readAllBytes());
      }
    }
    return classFiles;
  }

  private void defineDirectly(Map<String, byte[]> classFiles) throws ReflectiveOperationException {
    modules.export("jdk.internal.access");
    Object access =
        Class.forName("jdk.internal.access.SharedSecrets")
            .getMethod("getJavaLangAccess")
            .invoke(null);
    Method define =
        Class.forName("jdk.internal.access.JavaLangAccess")
            .getMethod(
                "defineClass",
                ClassLoader.class,
                String.class,
                byte[].class,
                ProtectionDomain.class,
                String.class);
    for (Map.Entry<String, byte[]> each : classFiles.entrySet()) {
      define.invoke(access, null, each.getKey(), each.getValue(), null, null);
    }
    Class.forName(DISPATCHER, false, null);
  }
}
