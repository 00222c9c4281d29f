package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.RecorderExtension;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.spool.SpoolDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SpoolVerifyCommandTest {
  private static final String SEGMENT = "queue/19700101-01F.cq4";

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @TempDir Path base;

  @Test
  void wholeSpoolIsFine() throws IOException {
    SpoolFixture spool = new SpoolFixture(base, recorder);
    Path dead = spool.dead('a', 20, 3);
    try (SpoolDirectory live = spool.live('b', 4, 1)) {
      assertThat(live.path()).exists();
      CommandRun run = CommandRun.of("spool", "verify", base);

      assertThat(run.status()).isZero();
      assertThat(run.lines())
          .contains(
              "fine  " + base.relativize(dead) + ": 20 records, 3 more in the ring, dead",
              "2 streams, 24 records, 0 damaged places");
    }
  }

  @Test
  void damageIsToldWithFileAndOffset() throws IOException {
    Path dead = damaged();
    String name = base.relativize(dead).toString();

    CommandRun run = CommandRun.of("spool", "verify", base);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines().get(0))
        .startsWith("damage  " + name + "/" + SEGMENT + " at 65808: ")
        .contains("wrong checksum")
        .endsWith("record 1 is missing");
    assertThat(run.lines().get(1)).startsWith("DAMAGED  " + name).endsWith(", 1 damaged place");
  }

  @Test
  void jsonHasFileAndOffset() throws IOException {
    Path dead = damaged();

    assertThat(CommandRun.of("spool", "verify", "--json", base).json())
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("damaged", true)
        .containsEntry("records", 4)
        .extractingByKey("findings", InstanceOfAssertFactories.LIST)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("severity", "damage")
        .containsEntry("file", dead.resolve(SEGMENT).toString())
        .containsEntry("offset", 65808);
  }

  private Path damaged() throws IOException {
    Path dead = new SpoolFixture(base, recorder).dead('a', 5, 0);
    try (RandomAccessFile segment = new RandomAccessFile(dead.resolve(SEGMENT).toFile(), "rw")) {
      segment.seek(65808 + 100);
      segment.write("damaged".getBytes(StandardCharsets.US_ASCII));
    }
    return dead;
  }
}
