package io.plumbline.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.JsonReader;
import io.plumbline.status.ProcessFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent is off: the reason is there for {@code doctor}, as long as the process is. */
class OffNoticeTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @TempDir private Path user;

  @Test
  void saysWhyTheAgentIsOffAndOfWhichProcess() throws IOException {
    OffNotice notice = notice(new StatusPlace(() -> user));

    notice.write();

    assertThat(file()).exists();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(JsonReader.read(Files.readString(file())))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("state", "off")
        .containsEntry("reason", "plumbline.yaml:1:1: unknown key spol; did you mean spool?")
        .extractingByKey("process")
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("pid", 42L);
  }

  @Test
  void goesWithTheProcess() {
    OffNotice notice = notice(new StatusPlace(() -> user));
    notice.write();

    notice.end();
    notice.write();

    assertThat(file()).doesNotExist();
  }

  @Test
  void processOfAMomentLeavesNothing() throws InterruptedException {
    OffNotice notice = notice(new StatusPlace(() -> user));
    Thread thread = new Thread(notice);
    thread.start();

    notice.end();
    thread.join();

    assertThat(user).isEmptyDirectory();
  }

  @Test
  void withoutASafePlaceItIsSilent() {
    OffNotice notice =
        notice(
            new StatusPlace(
                () -> {
                  throw new IOException("it is open to other users");
                }));

    notice.write();

    assertThat(user).isEmptyDirectory();
  }

  private static OffNotice notice(StatusPlace place) {
    return new OffNotice(
        new ProcessFacts(42, NOW, "OpenJDK 17", "/srv", "1.0", NOW),
        "plumbline.yaml:1:1: unknown key spol; did you mean spool?",
        Clock.systemUTC(),
        place);
  }

  private Path file() {
    return user.resolve("status-" + ProcessHandle.current().pid() + ".json");
  }
}
