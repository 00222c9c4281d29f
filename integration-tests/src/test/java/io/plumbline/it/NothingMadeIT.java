package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Checkout;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that makes no inference has nothing of the agent: no file, no request, no delay. */
@Tag("host-unharmed")
class NothingMadeIT {
  /** Far more than a JVM takes to say hello, far less than anybody waits for a receiver. */
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  void applicationWithoutInferencesLeavesNothingBehind(Jdk jdk) {
    try (HostJvm host =
        HostJvm.on(jdk)
            .testClasses()
            .main("io.plumbline.it.host.HelloWorld")
            .agent()
            .exportTo(receiver, OtlpProtocol.HTTP)
            .directory(directory)
            .start()) {
      assertThat(host.awaitExit(AT_ONCE)).isZero();

      assertThat(host.stdout()).isEqualTo("Hello, world\n");
      assertThat(host.stderr()).isEmpty();
      assertThat(directory).isEmptyDirectory();
      assertThat(receiver.requests()).isEmpty();
    }
  }

  @OnEachJdk
  void toolUnderJavaToolOptionsLeavesNothingBehind(Jdk jdk) {
    try (HostJvm host =
        HostJvm.on(jdk)
            .main("sun.security.tools.keytool.Main", "-help")
            .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + Checkout.agentJar())
            .exportTo(receiver, OtlpProtocol.HTTP)
            .directory(directory)
            .start()) {
      assertThat(host.awaitExit(AT_ONCE)).isZero();

      assertThat(host.stderr()).contains("-genkeypair").doesNotContainIgnoringCase("exception");
      assertThat(directory).isEmptyDirectory();
      assertThat(receiver.requests()).isEmpty();
    }
  }
}
