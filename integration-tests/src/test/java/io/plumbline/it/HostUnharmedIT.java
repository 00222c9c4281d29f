package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Checkout;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The host with the flag is the host without it. */
@Tag("host-unharmed")
class HostUnharmedIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String OFF = "Agent is off; the application continues.";

  @TempDir private static Path models;
  private static Path model;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path home;
  @TempDir private Path spool;

  @BeforeAll
  static void train() {
    model = ScoringHosts.trainBooster(models);
  }

  @OnEachJdk
  void hostWithTheAgentSaysOfItselfWhatItSaysWithoutIt(Jdk jdk) throws IOException {
    Seen without = see(selfPortrait(jdk));
    Seen with = see(observed(selfPortrait(jdk)));

    assertThat(with.stdout().lines()).containsExactlyElementsOf(without.stdout().lines().toList());
    assertThat(with.stderr()).isEqualTo(without.stderr());
    assertThat(with.status()).isEqualTo(without.status()).isEqualTo(3);
    assertThat(with.files()).isEqualTo(without.files());
    assertThat(without.stdout())
        .contains("log manager: class io.plumbline.it.host.SelfPortrait$OwnLogManager")
        .contains("io.plumbline.it.host.SelfPortrait$OwnTool");
    assertThat(receiver.spans()).as("the agent was there").hasSize(1003);
  }

  @OnEachJdk
  void hostThatExitsKeepsItsStatus(Jdk jdk) throws IOException {
    Seen seen =
        see(observed(HostJvm.on(jdk).testClasses().main("io.plumbline.it.host.HelloWorld", "3")));

    assertThat(seen.status()).isEqualTo(3);
    assertThat(seen.stdout()).isEqualTo("Hello, world\n");
    assertThat(seen.stderr()).isEmpty();
  }

  @OnEachJdk
  void hostEndsWhenItsMainReturnsThoughNobodyTakesItsTelemetry(Jdk jdk) throws IOException {
    Seen without = see(scoringOnce(jdk));
    receiver.goAway();

    Seen with = see(observed(scoringOnce(jdk)));

    assertThat(with.status()).isZero();
    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.stderr()).isEqualTo(without.stderr());
  }

  @OnEachJdk
  void wrongConfigurationCostsOneLineAndTheAgent(Jdk jdk) throws IOException {
    Seen without = see(scoringOnce(jdk));

    Seen with = see(observed(scoringOnce(jdk).agent("spool: {max_size: 10GBB}\n")));

    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.status()).isZero();
    assertThat(with.errorLinesBeyond(without)).hasSize(1);
    assertThat(with.errorLinesBeyond(without).get(0)).contains("max_size", "10GBB").endsWith(OFF);
    assertThat(receiver.requests()).isEmpty();
    assertThat(spool).isEmptyDirectory();
  }

  @OnEachJdk
  void unsupportedJvmCostsOneLineAndTheAgent(Jdk jdk) throws IOException {
    Seen without = see(scoringOnce(jdk));

    Seen with =
        see(observed(scoringOnce(jdk).flags("-Dorg.graalvm.nativeimage.imagecode=runtime")));

    assertThat(with.status()).isZero();
    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(with.errorLinesBeyond(without)).hasSize(1);
    assertThat(with.errorLinesBeyond(without).get(0)).contains("native image").endsWith(OFF);
    assertThat(receiver.requests()).isEmpty();
  }

  @OnEachJdk
  void secondFlagOfTheSameAgentDoesNothing(Jdk jdk) throws IOException {
    Seen without = see(scoringOnce(jdk));

    Seen with = see(observed(scoringOnce(jdk).flags("-javaagent:" + Checkout.agentJar())));

    assertThat(with.status()).isZero();
    assertThat(with.stderr()).isEqualTo(without.stderr());
    assertThat(receiver.spans()).hasSize(1);
  }

  @OnEachJdk
  void servicesThatTheApplicationOffersAreNotTheAgents(Jdk jdk) throws IOException {
    service("io.plumbline.intercept.InferenceInstrumentation", "com.acme.NotThere");
    service("io.opentelemetry.context.ContextStorageProvider", "com.acme.NotThere");

    Seen without = see(scoringOnce(jdk));

    Seen with = see(observed(scoringOnce(jdk)));

    assertThat(with.stderr()).isEqualTo(without.stderr());
    assertThat(receiver.spans()).hasSize(1);
  }

  @OnEachJdk
  void undeployedApplicationIsFreed(Jdk jdk) throws IOException {
    String application =
        ScoringHosts.withXgboost(jdk).classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));

    Seen seen =
        see(
            observed(
                HostJvm.on(jdk)
                    .testClasses()
                    .main("io.plumbline.it.host.Undeployment", application, model.toString())));

    assertThat(seen.stdout()).contains("loader gone");
    assertThat(receiver.spans()).hasSize(1);
  }

  /** What can be seen of a host from outside, after its end. */
  private record Seen(int status, String stdout, String stderr, List<String> files) {
    /** Newer JVMs warn of a library that loads native code; that is not the agent's doing. */
    List<String> errorLinesBeyond(Seen other) {
      List<String> lines = new ArrayList<>(stderr.lines().toList());
      other.stderr.lines().forEach(lines::remove);
      return lines;
    }
  }

  private Seen see(HostJvmBuilder builder) throws IOException {
    Path directory = Files.createDirectories(home.resolve("working"));
    Path temporary = Files.createDirectories(home.resolve("temporary"));
    builder
        .directory(directory)
        .flags("-Duser.home=" + home, "-Djava.io.tmpdir=" + temporary)
        .flags("-Djava.util.logging.SimpleFormatter.format=%4$s %5$s%n");
    try (HostJvm host = builder.start()) {
      int status = host.awaitExit(SOON);
      try (Stream<Path> files = Files.walk(home)) {
        List<String> names = files.map(Path::toString).sorted().toList();
        return new Seen(status, host.stdout(), host.stderr(), names);
      }
    }
  }

  private HostJvmBuilder selfPortrait(Jdk jdk) throws IOException {
    service("java.util.spi.ToolProvider", "io.plumbline.it.host.SelfPortrait$OwnTool");
    return ScoringHosts.withXgboost(jdk)
        .classPath(home.resolve("services"))
        .main("io.plumbline.it.host.SelfPortrait", models.toString());
  }

  private HostJvmBuilder scoringOnce(Jdk jdk) {
    return ScoringHosts.withXgboost(jdk)
        .classPath(home.resolve("services"))
        .main("io.plumbline.it.host.FirstStatement", model.toString());
  }

  private void service(String type, String provider) throws IOException {
    Path folder = Files.createDirectories(home.resolve("services/META-INF/services"));
    Files.writeString(folder.resolve(type), provider + "\n");
  }

  private HostJvmBuilder observed(HostJvmBuilder host) {
    return ScoringHosts.observed(host, "unharmed", receiver, OtlpProtocol.HTTP)
        .environment("PLUMBLINE_SPOOL_DIRECTORY", spool.toString());
  }
}
