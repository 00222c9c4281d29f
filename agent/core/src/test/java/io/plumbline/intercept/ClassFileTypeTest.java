package io.plumbline.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassFileTypeTest {
  private static final ClassLoader LOADER = ClassFileTypeTest.class.getClassLoader();

  /** Of every kind that a compiler makes, one is there. */
  @Test
  void namesOfAllOurClassesAreThoseThatByteBuddyReads() throws Exception {
    TypePool pool = TypePool.Default.of(ClassFileLocator.ForClassLoader.of(LOADER));
    List<String> names = new ArrayList<>(ownClasses());
    names.addAll(List.of("java.lang.Object", "java.util.Map$Entry", "java.lang.Thread"));
    for (String name : names) {
      TypeDescription expected = pool.describe(name).resolve();
      HostType type = new ClassFileType(name, LOADER, null);

      assertThat(type.name()).isEqualTo(name);
      assertThat(type.above()).extracting(HostType::name).isEqualTo(namesAbove(expected));
      assertThat(methodsOf(type)).isEqualTo(methodsOf(expected));
    }
    assertThat(names).hasSizeGreaterThan(100);
  }

  private static List<String> ownClasses() throws IOException, URISyntaxException {
    Path root =
        Path.of(ClassFileType.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  private static List<String> namesAbove(TypeDescription type) {
    List<String> names = new ArrayList<>();
    if (type.getSuperClass() != null) {
      names.add(type.getSuperClass().asErasure().getName());
    } else if (type.isInterface()) {
      names.add("java.lang.Object"); // so it is written
    }
    type.getInterfaces().asErasures().forEach(each -> names.add(each.getName()));
    return names;
  }

  private static List<String> methodsOf(HostType type) {
    List<String> names = new ArrayList<>();
    boolean found = type.mayDeclare(name -> !names.add(name));
    assertThat(found).as("declares what was never accepted").isFalse();
    names.remove("<clinit>"); // which Byte Buddy does not tell
    return names;
  }

  private static List<String> methodsOf(TypeDescription type) {
    return type.getDeclaredMethods().stream().map(MethodDescription::getInternalName).toList();
  }

  @Test
  void methodIsFoundByItsName() {
    HostType type = new ClassFileType(WeavingExtension.Scorer.class.getName(), LOADER, null);

    assertThat(type.mayDeclare("applyAsDouble"::equals)).isTrue();
    assertThat(type.mayDeclare("apply"::equals)).isFalse();
    assertThat(type.mentions(new String[] {"applyAsDouble"})).isTrue();
    assertThat(type.mentions(new String[] {"negative: "})).isTrue();
    assertThat(type.mentions(new String[] {"apply", "negative"})).isFalse();
  }

  @Test
  void typeWhoseClassFileIsNotThereHasNothingAboveIt() {
    HostType type = new ClassFileType("com.acme.Missing", LOADER, null);

    assertThat(type.above()).isEmpty();
    assertThat(type.mayDeclare(name -> false)).isTrue();
    assertThat(type.mentions(new String[] {})).isTrue();
  }

  @Test
  void givenClassFileIsReadInPlaceOfTheLoaders() {
    byte[] classFile =
        new ByteBuddy().subclass(ArrayList.class).name("com.acme.Given").make().getBytes();

    assertThat(new ClassFileType("com.acme.Given", LOADER, classFile).above())
        .extracting(HostType::name)
        .containsExactly("java.util.ArrayList");
  }

  @Test
  void classFilesOfThoseAboveAreLookedForOnceAndOnlyWhenTheyAreAskedFor() {
    byte[] heir = new ByteBuddy().subclass(ArrayList.class).name("com.acme.Heir").make().getBytes();
    List<String> askedFor = new ArrayList<>();
    ClassLoader loader =
        new ClassLoader(null) {
          @Override
          public @Nullable InputStream getResourceAsStream(String name) {
            askedFor.add(name);
            return null;
          }
        };

    HostType above = new ClassFileType("com.acme.Heir", loader, heir).above().get(0);
    assertThat(askedFor).isEmpty();

    assertThat(above.above()).isEmpty();
    assertThat(above.above()).isEmpty();
    assertThat(askedFor).containsExactly("java/util/ArrayList.class");
  }
}
