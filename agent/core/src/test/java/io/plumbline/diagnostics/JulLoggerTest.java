package io.plumbline.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.logging.Level;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JulLoggerTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void writeToMemory() {
    AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
    log.writeTo(new PrintStream(written, true, StandardCharsets.UTF_8));
    JulLogger.writeTo(log);
  }

  @AfterEach
  void forget() {
    JulLogger.writeTo(new AgentLog(Clock.systemUTC(), AgentLog.Level.ERROR));
  }

  @Test
  void firstMessageIsWrittenAndFurtherOnesAreCounted() {
    JulLogger logger = JulLogger.getLogger("io.opentelemetry.A");

    for (int i = 1; i <= 25; i++) {
      logger.log(Level.WARNING, "Failed to export " + i + " spans");
    }

    assertThat(lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("WARN  io.opentelemetry.A: Failed to export 1"),
            tenth -> assertThat(tenth).contains("10 times so far: Failed to export 10 spans"));
  }

  @Test
  void errorIsWrittenInOneLine() {
    JulLogger.getLogger("B").log(Level.SEVERE, "Request failed", new IOException("reset"));

    assertThat(lines())
        .singleElement()
        .asString()
        .endsWith("ERROR B: Request failed (java.io.IOException: reset)");
  }

  @Test
  void parametersAreFilledIn() {
    JulLogger.getLogger("C").log(Level.INFO, "{0} of {1}", new Object[] {"one", "two"});

    assertThat(lines()).singleElement().asString().endsWith("C: one of two");
  }

  @Test
  void fineMessagesAreDropped() {
    JulLogger logger = JulLogger.getLogger("D");

    logger.fine("detail");

    assertThat(logger.isLoggable(Level.FINE)).isFalse();
    assertThat(lines()).isEmpty();
  }

  /** Otherwise rewriting the references would end in a NoSuchMethodError in production. */
  @Test
  void everyMethodThatBundledLibrariesCallIsThere() throws IOException {
    Set<String> called = new TreeSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (isBundled(new File(entry).getName())) {
        collectCalls(entry, called);
      }
    }

    assertThat(called).hasSizeGreaterThan(5);
    assertThat(ourMethods()).containsAll(called);
  }

  private static boolean isBundled(String jar) {
    return jar.endsWith(".jar")
        && (jar.startsWith("opentelemetry-") || jar.startsWith("ok") || jar.startsWith("chronicle"))
        && !jar.startsWith("opentelemetry-proto")
        && !jar.startsWith("opentelemetry-sdk-testing");
  }

  private static void collectCalls(String path, Set<String> called) throws IOException {
    try (JarFile jar = new JarFile(path)) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            new ClassReader(in).accept(new LoggerCalls(called), ClassReader.SKIP_DEBUG);
          }
        }
      }
    }
  }

  private static List<String> ourMethods() {
    return Arrays.stream(JulLogger.class.getMethods()).map(JulLoggerTest::signature).toList();
  }

  private static String signature(Method method) {
    return method.getName() + Type.getMethodDescriptor(method);
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Methods called on java.util.logging.Logger, as they read after rewriting. */
  private static final class LoggerCalls extends ClassVisitor {
    private static final String LOGGER = "java/util/logging/Logger";
    private final Set<String> called;

    LoggerCalls(Set<String> called) {
      super(Opcodes.ASM9);
      this.called = called;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String name, String descriptor, boolean isInterface) {
          if (owner.equals(LOGGER)) {
            called.add(name + rewritten(descriptor));
          } else if (owner.startsWith("java/util/logging/") && !owner.endsWith("/Level")) {
            called.add(owner + '.' + name + descriptor);
          }
        }
      };
    }

    private static String rewritten(String descriptor) {
      return descriptor.replace(LOGGER, Type.getInternalName(JulLogger.class));
    }
  }
}
