package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host is a JVM of its own, and ends as it is told to. */
@Tag("harness")
class HostJvmIT {
  private static final String MAIN = "io.plumbline.it.host.Patient";
  private static final Duration SOON = Duration.ofSeconds(30);

  @OnEachJdk
  void hostRunsOnItsJdkInItsOwnDirectory(Jdk jdk) {
    Path directory;
    try (HostJvm host = host(jdk).environment("PLUMBLINE_IT_VARIABLE", "set").start()) {
      host.awaitOutput("^ready$");
      directory = host.directory();

      assertThat(host.stdout())
          .contains("java " + jdk.feature(), "directory " + directory, "variable set");
      assertThat(host.awaitErrorOutput("comp(.+)").group(1)).isEqualTo("laint");
    }
    assertThat(directory).doesNotExist();
  }

  @OnEachJdk
  void terminatedHostRunsItsShutdownHooks(Jdk jdk) {
    try (HostJvm host = host(jdk).start()) {
      host.awaitOutput("^ready$");
      host.terminate();

      assertThat(host.awaitExit(SOON)).isEqualTo(128 + 15);
      assertThat(host.stdout()).contains("orderly end");
    }
  }

  @OnEachJdk
  void killedHostRunsNothingAnyMore(Jdk jdk) {
    try (HostJvm host = host(jdk).start()) {
      host.awaitOutput("^ready$");
      host.kill9();

      assertThat(host.awaitExit(SOON)).isEqualTo(128 + 9);
      assertThat(host.stdout()).doesNotContain("orderly end");
    }
  }

  @OnEachJdk
  void waitingForAHostThatEndedFailsAtOnceAndShowsWhatItWrote(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).testClasses().main(MAIN, "leave").start()) {
      assertThatThrownBy(() -> host.awaitOutput("never said"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("ended with 3")
          .hasMessageContaining("arguments leave")
          .hasMessageContaining("complaint");
    }
  }

  @Test
  void logsBelowTheDirectoryOfTheHostAreShown() throws IOException {
    try (HostJvm host = host(Jdks.installed().findFirst().orElseThrow()).start()) {
      Path spool = Files.createDirectories(host.directory().resolve("plumbline/churn/1"));
      Files.writeString(spool.resolve("plumbline.log"), "spool is full\n");

      assertThat(host.ownLogs()).contains("plumbline.log", "spool is full");
    }
  }

  @Test
  void theRunningJdkIsAmongTheInstalled() {
    assertThat(Jdks.installed().map(Jdk::feature)).contains(Runtime.version().feature());
  }

  private static HostJvmBuilder host(Jdk jdk) {
    return HostJvm.on(jdk).testClasses().main(MAIN);
  }
}
