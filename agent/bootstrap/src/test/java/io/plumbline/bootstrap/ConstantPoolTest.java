package io.plumbline.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConstantPoolTest {
  /** With constants of every kind but those of modules. */
  static Stream<Class<?>> classes() {
    return Stream.of(
        ConstantPoolTest.class,
        Numbers.class,
        String.class,
        Stream.class,
        Enum.class,
        Object.class);
  }

  /** A long and a double take two numbers each. */
  @SuppressWarnings("unused") // it is read as a class file
  static final class Numbers {
    static final long LONG = 0x1234_5678_9abcL;
    static final double DOUBLE = 1.5;
    static final int INT = 1 << 20;
    static final float FLOAT = 2.5f;

    private Numbers() {}

    static long afterThem() {
      return LONG + INT;
    }
  }

  @ParameterizedTest
  @MethodSource("classes")
  void hasTheNamesOfItsMethodsAndNoOthers(Class<?> type) throws IOException {
    byte[] classFile = classFile(type);
    String missing = "noSuch".repeat(2); // not in this class file either

    for (var method : type.getDeclaredMethods()) {
      assertThat(ConstantPool.hasAny(classFile, names(missing, method.getName()))).isTrue();
    }
    assertThat(ConstantPool.hasAny(classFile, names(missing))).isFalse();
  }

  @Test
  void whatIsNoClassFileMayHaveAnything() throws IOException {
    byte[] classFile = classFile(Numbers.class);

    assertThat(ConstantPool.hasAny(new byte[0], names("?"))).isTrue();
    assertThat(ConstantPool.hasAny(Arrays.copyOf(classFile, 40), names("?"))).isTrue();
    classFile[10] = 99;
    assertThat(ConstantPool.hasAny(classFile, names("?"))).isTrue();
    classFile[10] = -1;
    assertThat(ConstantPool.hasAny(classFile, names("?"))).isTrue();
  }

  private static String[] names(String... names) {
    return names;
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream in = ClassLoader.getSystemResourceAsStream(file)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
