package io.plumbline.it.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** An agent of the test's own that writes down what a class of the host is made of just now. */
public final class ClassFileSpy {
  private ClassFileSpy() {}

  /**
   * @param arguments the class's name, {@code =}, and the file to write; empty when the class is
   *     not there
   */
  public static void agentmain(String arguments, Instrumentation instrumentation)
      throws UnmodifiableClassException {
    String[] parts = arguments.split("=", 2);
    Path file = Path.of(parts[1]);
    Transformer spy = new Transformer(parts[0].replace('.', '/'), file);
    instrumentation.addTransformer(spy, true);
    try {
      for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
        if (loaded.getName().equals(parts[0])) {
          instrumentation.retransformClasses(loaded);
        }
      }
    } finally {
      instrumentation.removeTransformer(spy);
    }
  }

  private record Transformer(String name, Path file) implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String internalName,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] classFile) {
      if (name.equals(internalName) && redefined != null) {
        try {
          Files.write(file, classFile);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return null;
    }
  }
}
