package io.plumbline.cli.attach;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a {@code /proc} of the test's own. */
class TargetProcessTest {
  private static final long PID = 77;
  private static final String JVM = "7f00-7f01 r-xp 0 fe:00 1 /opt/jdk/lib/server/libjvm.so\n";

  @TempDir private Path proc;
  private TargetProcess process;

  @BeforeEach
  void aJvmOfMyOwn() throws IOException {
    write("self/status", status(1000, "0000000000000004"));
    write("77/status", status(1000, "2000000181005ccf"));
    write("77/maps", JVM);
    write("77/cmdline", "java\0-Xmx1g\0-jar\0server.jar\0");
    write("77/environ", "PATH=/bin\0");
    write("77/comm", "java\n");
    process = TargetProcess.of(proc, PID);
  }

  private static String status(int uid, String caught) {
    return "Name:\tjava\nUid:\t%1$d\t%1$d\t%1$d\t%1$d\nSigCgt:\t%2$s\n".formatted(uid, caught);
  }

  private void write(String file, String text) throws IOException {
    Path path = proc.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void jvmOfTheSameUserIsFine() {
    assertThatCode(process::check).doesNotThrowAnyException();
  }

  @Test
  void otherUserIsNamedWithWhatToDo() throws IOException {
    write("77/status", status(1001, "2000000181005ccf"));

    assertThatThrownBy(process::check)
        .isInstanceOf(CannotAttachException.class)
        .hasMessageContaining("runs as another user")
        .hasMessageContaining("sudo -u ");
  }

  @Test
  void rootMayAttachToEverybody() throws IOException {
    write("self/status", status(0, "0000000000000004"));

    assertThatCode(process::check).doesNotThrowAnyException();
  }

  @Test
  void signalThatWouldEndTheProcessIsNotSent() throws IOException {
    write("77/maps", "7f00-7f01 r-xp 0 fe:00 1 /usr/bin/python3\n");
    write("77/comm", "python3\n");
    assertThatThrownBy(process::check).hasMessageContaining("is not a JVM (python3)");

    write("77/maps", JVM);
    write("77/status", status(1000, "0000000000000000"));
    assertThatThrownBy(process::check).hasMessageContaining("-Xrs");
  }

  @Test
  void flagThatForbidsItIsFoundInAVariableToo() throws IOException {
    write("77/cmdline", "java\0-XX:+DisableAttachMechanism\0Server\0");
    assertThatThrownBy(process::check).hasMessageContaining("-XX:+DisableAttachMechanism");

    write("77/cmdline", "java\0Server\0");
    write("77/environ", "JAVA_TOOL_OPTIONS=-Xmx1g -XX:-EnableDynamicAgentLoading\0");
    assertThatThrownBy(process::check).hasMessageContaining("JEP 451");

    write("77/environ", "NOTE=-XX:-EnableDynamicAgentLoading\0");
    assertThatCode(process::check).doesNotThrowAnyException();
  }

  @Test
  void fileThatAContainerDoesNotSeeIsSaid(@TempDir Path here) throws IOException {
    Path jar = Files.writeString(here.resolve("plumbline.jar"), "jar");
    Files.createDirectories(proc.resolve("77/root"));

    assertThatThrownBy(() -> process.checkSees(jar, "this jar"))
        .hasMessageContaining("is in a container")
        .hasMessageContaining(jar.toString())
        .hasMessageContaining("kubectl");

    write("77/root" + jar, "jar");
    assertThatCode(() -> process.checkSees(jar, "this jar")).doesNotThrowAnyException();
    write("77/root" + jar, "another jar");
    assertThatThrownBy(() -> process.checkSees(jar, "this jar")).hasMessageContaining("container");
  }

  @Test
  void processThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> TargetProcess.of(proc, 78).check())
        .hasMessageContaining("There is no process 78");
  }
}
