package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.RecorderExtension;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.spool.SpoolDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SpoolLsCommandTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @TempDir Path base;

  @Test
  void everyStreamIsALine() throws IOException {
    SpoolFixture spool = new SpoolFixture(base, recorder);
    Path first = spool.dead('a', 20, 3);
    spool.dead('b', 1, 0);

    CommandRun run = CommandRun.of("spool", "ls", base);

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).hasSize(3);
    assertThat(run.lines().get(0)).startsWith("SERVICE     INSTANCE    STARTED");
    assertThat(run.lines().get(1))
        .startsWith("shop.fraud  instance-a  2023-11-14T22:13:20Z  dead ")
        .contains("  23 ")
        .endsWith(base.relativize(first).toString());
  }

  @Test
  void jsonHasTheNumbers() throws IOException {
    SpoolFixture spool = new SpoolFixture(base, recorder);
    Path dead = spool.dead('a', 20, 3);
    // Base, service and stream are equally good.
    for (Path directory : List.of(base, base.resolve("shop.fraud"), dead)) {
      assertThat(CommandRun.of("spool", "ls", "--json", directory).json())
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .singleElement()
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("directory", dead.toString())
          .containsEntry("streamId", "a".repeat(32))
          .containsEntry("service", "shop.fraud")
          .containsEntry("instance", "instance-a")
          .containsEntry("state", "dead")
          .containsEntry("pid", null)
          .containsEntry("records", 23)
          .containsEntry("inRing", 3)
          .containsEntry("unacknowledged", 23)
          .containsKeys("bytes", "oldest", "newest", "lagSeconds");
    }
  }

  @Test
  void streamOfALivingProcessIsLive() throws IOException {
    try (SpoolDirectory live = new SpoolFixture(base, recorder).live('a', 5, 0)) {
      assertThat(live.path()).exists();
      assertThat(CommandRun.of("spool", "ls", "--json", base).json())
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .singleElement()
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsAllEntriesOf(
              Map.of("state", "live", "pid", (int) ProcessHandle.current().pid()));
    }
  }

  @Test
  void streamOfUnknownOwnerIsListedAllTheSame() throws IOException {
    Path dead = new SpoolFixture(base, recorder).dead('a', 5, 0);
    Files.writeString(dead.resolve("stream.properties"), "version=1\n");
    Files.writeString(dead.resolve("stream.copy.properties"), "version=1\n");

    CommandRun run = CommandRun.of("spool", "ls", base);

    assertThat(run.status()).isZero();
    assertThat(run.lines().get(1)).startsWith("shop.fraud?  ?").contains("  5 ");
  }

  @Test
  void emptySpoolIsFine() {
    CommandRun run = CommandRun.of("spool", "ls", base);

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("No streams below " + base + System.lineSeparator());
    assertThat(CommandRun.of("spool", "ls", "--json", base).out().strip()).isEqualTo("[]");
  }

  @Test
  void directoryThatIsNoneIsWrongUsage() {
    CommandRun run = CommandRun.of("spool", "ls", base.resolve("nowhere"));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("nowhere is not a directory");
  }

  @Test
  void everyCommandHasHelpWithAnExampleAndItsStatuses() {
    for (String command : List.of("ls", "show", "verify", "export")) {
      assertThat(CommandRun.of("spool", command, "--help").out())
          .contains("java -jar plumbline.jar spool " + command)
          .contains("Exit status:");
    }
    assertThat(CommandRun.of("spool").out()).contains("ls", "show", "verify", "export");
  }
}
