package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.Checkout;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Kustomization;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.Pod;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.ReceivedSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pod that {@code collector-config/kubernetes} makes: its user, its read-only root file system,
 * its variables, its volumes as a kubelet makes them. Only the cluster is missing.
 */
@Tag("install")
@RealBackends
class PodIT {
  private static final Path OVERLAY =
      Checkout.root().resolve("collector-config/kubernetes/overlays/emptydir");

  private static final int CALLS = 20;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @BeforeEach
  void mountsAreToBeHad() {
    assumeTrue(Pod.isToBeHad(), "not root, or not allowed to mount");
  }

  @OnEachJdk
  void containerThatWasKilledIsDeliveredByTheNext(Jdk jdk) throws IOException {
    Kustomization built = Kustomization.build(OVERLAY);
    Pod pod = new Pod(built.resource("Deployment"), directory);
    // What the init container and the kubelet put there.
    Files.copy(Checkout.agentJar(), pod.volume("plumbline-agent").resolve("plumbline.jar"));
    Files.writeString(
        pod.volume("plumbline-config").resolve("plumbline.yaml"), configuration(built));
    assertThat(pod.run("server", "touch", "/somewhere")).as("the root is read-only").isNotZero();

    receiver.goAway();
    try (HostJvm first = container(jdk, pod, "first")) {
      Await.until(
          Await.DEFAULT_LIMIT,
          () -> made(pod, "first") == CALLS ? true : null,
          () -> made(pod, "first") + " calls");
      first.kill9();
    }
    receiver.comeBack();
    try (HostJvm second = container(jdk, pod, "second")) {
      List<ReceivedSpan> spans = receiver.awaitSpans(2 * CALLS);

      assertThat(spans)
          .allSatisfy(
              span ->
                  assertThat(span.resourceAttributes())
                      .containsEntry("service.name", "metadata.labels['app.kubernetes.io/name']")
                      .containsEntry("k8s.pod.name", "metadata.name")
                      .containsEntry("k8s.node.name", "spec.nodeName"));
      assertThat(spans)
          .extracting(span -> span.attribute("ml.inference.id"))
          .doesNotHaveDuplicates();
      assertThat(
              spans.stream()
                  .map(span -> span.resourceAttributes().get("service.instance.id"))
                  .distinct())
          .as("each container under its own name")
          .hasSize(2);
      assertThat(second.stderr().lines())
          .as("nothing but the JVM's own line")
          .allMatch(line -> line.startsWith("Picked up JAVA_TOOL_OPTIONS"));
    }
  }

  private static String configuration(Kustomization built) {
    return built.resource("ConfigMap").path("data").path("plumbline.yaml").asText();
  }

  private static long made(Pod pod, String ledger) {
    Path file = pod.volume("tmp").resolve(ledger);
    return Files.exists(file) ? InferenceLedger.read(file).returned() : 0;
  }

  private HostJvm container(Jdk jdk, Pod pod, String ledger) {
    HostJvmBuilder server =
        HostJvm.on(jdk)
            .directory(directory)
            .classPath(Path.of("/app"))
            .flags("-Xmx256m")
            .main(
                "io.plumbline.it.host.LedgerScoring",
                "/tmp/" + ledger,
                "1",
                "1",
                "100",
                String.valueOf(CALLS),
                "stay")
            // The one thing that is this test's own: where its receiver listens.
            .environment(
                "PLUMBLINE_EXPORT_ENDPOINT", receiver.endpoint(OtlpProtocol.HTTP).toString())
            .environment("PLUMBLINE_METHODS", "com.acme.NumberScorer#score");
    return server.inContainer(pod.with(testClasses(), "/app"), "server").start();
  }

  private static Path testClasses() {
    return Checkout.root().resolve("integration-tests/target/test-classes");
  }
}
