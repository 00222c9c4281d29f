package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in plumbline.jar, and where. */
@Tag("agent-jar")
class AgentJarIT {
  private static final long MAX_BYTES = 12_000_000;

  @Test
  void hostCanSeeThePremainAndTheBootstrapClassesAndNothingElse() throws IOException {
    assertThat(files())
        .filteredOn(name -> !name.startsWith("inst/") && !name.startsWith("META-INF/"))
        .isNotEmpty()
        .allMatch(name -> name.matches("io/plumbline/(bootstrap/)?[A-Z][\\w$]*\\.class"));
  }

  @Test
  void whatIsHiddenCanBeFoundByNoOtherLoader() throws IOException {
    assertThat(files())
        .filteredOn(name -> name.startsWith("inst/"))
        .hasSizeGreaterThan(1000)
        .noneMatch(name -> name.endsWith(".class"));
    assertThat(files()).noneMatch(name -> name.startsWith("META-INF/services/"));
  }

  @Test
  void dispatcherIsNotHiddenTooWhereItWouldBeAnother() throws IOException {
    assertThat(files()).contains("io/plumbline/bootstrap/AdviceDispatcher.class");
    assertThat(files())
        .filteredOn(name -> name.startsWith("inst/io/plumbline/bootstrap/"))
        .containsExactly("inst/io/plumbline/bootstrap/ConstantPool.classdata");
  }

  @Test
  void nothingInItPhonesHome() throws IOException {
    assertThat(files()).noneMatch(name -> name.contains("chronicle/analytics"));
  }

  @Test
  void licencesAreInItAndItIsSmall() throws IOException {
    assertThat(files()).contains("META-INF/LICENSE", "META-INF/NOTICE");
    assertThat(Files.size(Checkout.agentJar())).isLessThan(MAX_BYTES);
  }

  @Test
  void manifestNamesTheEntriesAndAsksForNothingMoreThanToTransform() throws IOException {
    try (JarFile jar = new JarFile(Checkout.agentJar().toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();

      assertThat(manifest.getValue("Premain-Class")).isEqualTo("io.plumbline.AgentPremain");
      assertThat(manifest.getValue("Agent-Class")).isEqualTo("io.plumbline.AgentPremain");
      assertThat(manifest.getValue("Main-Class")).isEqualTo("io.plumbline.AgentMain");
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Launcher-Agent-Class")).isNull();
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
    }
  }

  private static List<String> files() throws IOException {
    try (JarFile jar = new JarFile(Checkout.agentJar().toFile())) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
    }
  }
}
