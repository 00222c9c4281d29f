package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, since Chronicle is initialised once in a process. */
@Tag("host-unharmed")
@Timeout(60)
class SpoolLeavesNoTraceTest {
  @TempDir Path directory;

  @Test
  void usingTheSpoolChangesNothingInTheHost() throws Exception {
    Path base = Files.createDirectory(directory.resolve("base"));
    Path initialised = directory.resolve("initialised");
    List<String> options = List.of("-Xlog:class+init=info:file=" + initialised);
    ChildJvm child = new ChildJvm(directory.resolve("home"), options, Host.class, base.toString());

    int status = child.process().waitFor();

    assertThat(child.stderr()).isEmpty();
    assertThat(child.stdout()).isEmpty();
    assertThat(status).isZero();
    assertThat(child.files()).isEmpty();
    assertThat(initialised).content().contains("Initializing 'io/plumbline/spool/SegmentedSpool'");
    assertThat(initialised).content().doesNotContain("Initializing 'java/util/logging/LogManager'");
    try (var left = Files.walk(base)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .contains("owner.lock", "queue", "metadata.cq4t")
          .doesNotContain("scratch", "target", "tmp");
    }
  }

  /** Spools, and exits with another status when it sees a trace of that in its own JVM. */
  static final class Host {
    private Host() {}

    public static void main(String[] arguments) throws IOException {
      Properties propertiesBefore = (Properties) System.getProperties().clone();
      Set<String> threadsBefore = threads();
      ClassLoader contextLoader = Thread.currentThread().getContextClassLoader();
      SpoolBench bench = new SpoolBench(Path.of(arguments[0]));
      try (SpoolDirectory spoolDirectory = bench.directory();
          Spool spool = bench.open(spoolDirectory)) {
        SpoolBench.append(spool, "text");
        require(SpoolBench.readAll(spool).size() == 1, "read " + SpoolBench.readAll(spool));
        require(bench.errors.counts().isEmpty(), bench.errors.counts().toString());
      }
      require(System.getProperties().equals(propertiesBefore), changes(propertiesBefore));
      require(threads().equals(threadsBefore), threads().toString());
      require(Thread.currentThread().getContextClassLoader() == contextLoader, "context loader");
    }

    private static void require(boolean condition, String otherwise) {
      if (!condition) {
        throw new AssertionError(otherwise);
      }
    }

    private static Set<String> threads() {
      Set<String> names = new TreeSet<>();
      Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
      return names;
    }

    private static String changes(Properties before) {
      Map<Object, Object> changed = new TreeMap<>(System.getProperties());
      changed.entrySet().removeAll(before.entrySet());
      return changed.toString();
    }
  }
}
