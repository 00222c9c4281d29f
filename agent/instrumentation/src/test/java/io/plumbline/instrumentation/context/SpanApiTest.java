package io.plumbline.instrumentation.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.redact.RedactionPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SpanApiTest {
  private static final String SHADED = "io.opentelemetry.javaagent.shaded.";

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final int hook = recorder.hooks().register("onnxruntime", "test").index();

  @Test
  void loaderWithoutTheApiHasNone() {
    assertThat(SpanApi.find("", ClassLoader.getPlatformClassLoader())).isNull();
    assertThat(SpanApi.find(SHADED, null)).isNull();
  }

  @Test
  void apiWithoutItsContextIsNotFoundOrDoesNotHurt() {
    SpanApi broken = SpanApi.find("", new WithoutContext());

    InFlightInference call = begin();
    assertThat(broken != null && broken.adoptBy(call)).isFalse();
    InferenceRecorder.end(call, null);

    assertThat(recorder.onlyInference().trace().hasParent()).isFalse();
    recorder.takeErrors();
  }

  @Test
  void relocatedCopyOfTheJavaAgentIsAsked() throws Exception {
    ClassLoader boot = new Relocated();
    SpanApi api = Objects.requireNonNull(SpanApi.find(SHADED, boot));
    Class<?> context = boot.loadClass(SHADED + "io.opentelemetry.api.trace.SpanContext");
    Class<?> flags = boot.loadClass(SHADED + "io.opentelemetry.api.trace.TraceFlags");
    Class<?> state = boot.loadClass(SHADED + "io.opentelemetry.api.trace.TraceState");
    Object parent =
        context
            .getMethod("create", String.class, String.class, flags, state)
            .invoke(
                null,
                "f1e2d3c4b5a69788790a1b2c3d4e5f60",
                "8a9b0c1d2e3f4051",
                flags.getMethod("getSampled").invoke(null),
                state.getMethod("getDefault").invoke(null));
    Class<?> span = boot.loadClass(SHADED + "io.opentelemetry.api.trace.Span");
    Object current = span.getMethod("wrap", context).invoke(null, parent);

    InFlightInference call = begin();
    AutoCloseable scope = (AutoCloseable) span.getMethod("makeCurrent").invoke(current);
    assertThat(api.adoptBy(call)).isTrue();
    scope.close();
    InferenceRecorder.end(call, null);

    assertThat(HexFormat.of().toHexDigits(recorder.onlyInference().trace().parentSpanId()))
        .isEqualTo("8a9b0c1d2e3f4051");
  }

  private InFlightInference begin() {
    return Objects.requireNonNull(InferenceRecorder.begin(hook));
  }

  /** As in a host that has opentelemetry-api and lost opentelemetry-context. */
  private static final class WithoutContext extends ClassLoader {
    WithoutContext() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith("io.opentelemetry.api.")) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = bytesOf(name);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  /** As the Java agent keeps the API in the boot loader. */
  private static final class Relocated extends ClassLoader {
    Relocated() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith(SHADED)) {
        throw new ClassNotFoundException(name);
      }
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(bytesOf(name.substring(SHADED.length())))
          .accept(new ClassRemapper(writer, new Relocation()), 0);
      byte[] bytes = writer.toByteArray();
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static final class Relocation extends Remapper {
    Relocation() {
      super(net.bytebuddy.jar.asm.Opcodes.ASM9);
    }

    @Override
    public String map(String internalName) {
      return internalName.startsWith("io/opentelemetry/")
          ? SHADED.replace('.', '/') + internalName
          : internalName;
    }
  }

  private static byte[] bytesOf(String name) throws ClassNotFoundException {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream stream = Span.class.getClassLoader().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new ClassNotFoundException(name);
      }
      return stream.readAllBytes();
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }
}
