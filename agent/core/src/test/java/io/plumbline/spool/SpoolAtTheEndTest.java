package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.ring.MappedRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A main of a moment: the JVM ends while the spool is opened. */
@Timeout(60)
class SpoolAtTheEndTest {
  @TempDir Path directory;

  @Test
  void spoolThatIsOpenedWhileTheJvmEndsIsOnDisk() throws Exception {
    Path base = Files.createDirectory(directory.resolve("base"));
    ChildJvm child =
        new ChildJvm(directory.resolve("home"), List.of(), Ending.class, base.toString());

    assertThat(child.process().waitFor()).as(child::stderrOrReason).isZero();

    assertThat(child.stdout()).isEqualTo("durable\n");
    SpoolBench bench = new SpoolBench(base);
    try (SpoolDirectory own = bench.directory();
        DeadStream dead =
            Objects.requireNonNull(
                new Adoption(own, bench.losses::add, bench.log, bench.errors).next())) {
      assertThat(SpoolBench.readAll(dead)).containsExactly("text");
    }
  }

  /** Uses Chronicle for the first time in its shutdown hook. */
  static final class Ending {
    private Ending() {}

    public static void main(String[] arguments) {
      Path base = Path.of(arguments[0]);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> spool(base)));
    }

    private static void spool(Path base) {
      SpoolBench bench = new SpoolBench(base);
      try {
        SpoolDirectory directory = bench.directory();
        MappedRing ring = MappedRing.create(directory.ringFile(), 1 << 16);
        byte[] record = "text".getBytes(StandardCharsets.UTF_8);
        assertThat(ring.accept(0, record, record.length)).isNull();
        Spool spool =
            Spool.open(
                directory,
                SpoolBench.OPTIONS,
                bench.losses::add,
                bench.log,
                bench.errors,
                bench.clock);
        ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, 1);
        System.out.println(spool.isDurable() ? "durable" : "in memory");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
