package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.FraudServer;
import io.plumbline.it.harness.HostBytecode;
import io.plumbline.it.harness.HostHeap;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.JarCommand;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.MlflowServer;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedSpan;
import io.plumbline.it.harness.SteadyLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** {@code attach} and {@code detach}, into servers that were started without the agent. */
@Tag("attach")
class AttachIT {
  private static final String SESSION = "ai.onnxruntime.OrtSession";
  private static final String BOOSTER = "ml.dmlc.xgboost4j.java.Booster";
  private static final String PIPELINE = "ml.combust.mleap.runtime.transformer.Pipeline";
  private static final Duration CLIENT_THREADS_END = Duration.ofMinutes(3);

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path folder;

  private Path configured(String more) throws IOException {
    return Files.writeString(
        folder.resolve("plumbline.yaml"),
        """
        export: {endpoint: "%s", protocol: http/protobuf, metric_interval: 500ms, shutdown_timeout: 30s}
        capture: {values: all}
        """
                .formatted(receiver.endpoint(OtlpProtocol.HTTP))
            + more);
  }

  @OnEachJdk
  void serverUnderLoadIsObservedFromAttachToDetachAndNeverAnswersOtherwise(Jdk jdk)
      throws IOException {
    Path yaml = configured("service: {name: fraud}\n");
    HostBytecode bytecode = new HostBytecode(folder);
    // What the JDK holds softly, such as adapted handles on 25, goes at once and not by and by.
    String softly = "-XX:SoftRefLRUPolicyMSPerMB=0";
    try (FraudServer server = FraudServer.start(jdk, plain -> plain.flags(softly));
        SteadyLoad load =
            new SteadyLoad(
                List.of(
                    () -> server.ask("/fraud", FraudServer.PAYMENT),
                    () -> server.ask("/category", FraudServer.PURCHASE)))) {
      load.awaitMore(20);
      String session = bytecode.of(server.host(), SESSION);
      String booster = bytecode.of(server.host(), BOOSTER);

      for (int round = 0; round < 3; round++) {
        JarCommand attached = attach(jdk, server.host(), yaml);
        assertThat(attached.status()).as(attached.toString()).isZero();
        assertThat(attached.stdout())
            .contains("as the service fraud")
            .contains(SESSION + ".run (onnxruntime)")
            .contains(BOOSTER + ".predict (xgboost)")
            .contains(server.host().directory().resolve("plumbline/fraud").toString());
        int before = receiver.spans().size();
        awaitSpanOf("xgboost", before);
        awaitSpanOf("onnxruntime", before);
        assertThat(bytecode.isWoven(server.host(), SESSION)).isTrue();

        JarCommand again = attach(jdk, server.host(), yaml);
        assertThat(again.status()).isOne();
        assertThat(again.stderr()).contains("already");

        JsonNode detached = JarCommand.run(jdk, "detach", "--json", server.host().pid()).json();
        assertThat(detached.get("delivered").asBoolean()).as(detached.toString()).isTrue();
        assertThat(detached.get("calls_not_ended").asInt()).isZero();
        assertThat(bytecode.of(server.host(), SESSION)).isEqualTo(session);
        assertThat(bytecode.of(server.host(), BOOSTER)).isEqualTo(booster);
        int spans = receiver.spans().size();
        load.awaitMore(20);
        assertThat(receiver.spans()).hasSize(spans);
      }

      assertThat(receiver.spans().stream().map(AttachIT::instance).distinct()).hasSize(3);
      assertThat(load.wrong()).isEmpty();
      assertThatItsStderrIsItsOwn(server.host());
      assertThat(server.host().directory().resolve("plumbline/fraud").toFile().list())
          .contains("plumbline.log", "redaction.key")
          .allSatisfy(left -> assertThat(left).matches("plumbline[.]log|redaction[-.].*"));
      HostHeap.awaitAtMost(
          server.host(), jdk, "io.plumbline.bootstrap.AgentClassLoader", 1, CLIENT_THREADS_END);
    }
  }

  private void awaitSpanOf(String library, int after) {
    Await.that(
        Await.DEFAULT_LIMIT,
        () ->
            receiver.spans().stream()
                .skip(after)
                .anyMatch(span -> library.equals(span.attribute("ml.framework.name"))),
        () -> "a span of " + library);
  }

  private static Object instance(ReceivedSpan span) {
    return String.valueOf(span.resourceAttributes().get("service.instance.id"));
  }

  /** The JVM's own warning of agents that are loaded, JEP 451, and nothing else. */
  private static void assertThatItsStderrIsItsOwn(HostJvm host) {
    assertThat(
            host.stderr()
                .lines()
                .filter(line -> !line.startsWith("WARNING: ") && !line.equals("complaint")))
        .isEmpty();
  }

  @OnEachJdk
  void serverThatNobodyHereWroteIsObservedByYamlAlone(Jdk jdk) throws IOException {
    Path model = Files.createDirectory(folder.resolve("model"));
    MlflowServer.makeModel(model);
    Path yaml =
        configured(
            """
            service: {name: mlflow}
            methods:
              - class: ml.combust.mleap.runtime.transformer.Pipeline
                method: transform(ml.combust.mleap.runtime.frame.FrameBuilder)
                library: mleap
                features: arg0.dataset()
                feature_names: [area, rooms, age]
                prediction: {score: "return.dataset()[*].toSeq()[4]"}
            """);
    String question =
        "{\"columns\": [\"area\", \"rooms\", \"age\"], \"data\": [[100.0, 4.0, 10.0]]}";
    HostBytecode bytecode = new HostBytecode(folder);
    try (MlflowServer server = MlflowServer.start(jdk, model, plain -> plain);
        SteadyLoad load = new SteadyLoad(List.of(() -> server.invoke(question).body()))) {
      load.awaitMore(5);
      String pipeline = bytecode.of(server.host(), PIPELINE);

      JarCommand attached = attach(jdk, server.host(), yaml);
      assertThat(attached.status()).as(attached.toString()).isZero();
      ReceivedSpan span = receiver.awaitSpans(1).get(0);
      assertThat(span.attributes())
          .containsEntry("ml.input.area", 100.0)
          .containsEntry("ml.prediction.score", 199_000.0);

      JarCommand detached = JarCommand.run(jdk, "detach", server.host().pid());
      assertThat(detached.status()).as(detached.toString()).isZero();
      assertThat(bytecode.of(server.host(), PIPELINE)).isEqualTo(pipeline);
      load.awaitMore(5);
      assertThat(load.wrong()).isEmpty();
    }
  }

  @OnEachJdk
  void whatCannotBeSentAtDetachStaysInTheSpoolAndCountsAddUp(Jdk jdk) {
    receiver.goAway();
    LedgerHosts hosts = new LedgerHosts(folder, receiver, OtlpProtocol.HTTP);
    DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    try (HostJvm host = hosts.next(jdk, 2, 500).start()) {
      host.awaitOutput("scoring");
      Await.that(
          Await.DEFAULT_LIMIT, () -> hosts.ledger(1).returned() > 500, () -> "500 calls are made");

      JarCommand detached = JarCommand.run(jdk, "detach", "--json", host.pid());
      assertThat(detached.status()).as(detached.toString()).isZero();
      assertThat(detached.json().get("delivered").asBoolean()).isFalse();
      assertThat(Path.of(detached.json().get("left_in").asText())).isDirectory();
      JarCommand twice = JarCommand.run(jdk, "detach", host.pid());
      assertThat(twice.status()).isOne();
      assertThat(twice.stderr()).contains("is not in process " + host.pid());

      receiver.comeBack();
      // The next agent of the service, in the very same process, delivers what the first one left.
      JarCommand attached = attach(jdk, host, folder.resolve("plumbline.yaml"));
      assertThat(attached.status()).as(attached.toString()).isZero();
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> delivered.ids().size() > 500 && hosts.streams().size() == 1,
          () -> "the stream of the first agent is delivered; there are " + hosts.streams());
      JarCommand last = JarCommand.run(jdk, "detach", "--json", host.pid());
      assertThat(last.json().get("delivered").asBoolean()).as(last.toString()).isTrue();
      assertThat(delivered.total().addsUp()).as(delivered.total().toString()).isTrue();
      assertThat(hosts.streams()).isEmpty();
    }
  }

  @OnEachJdk
  void jvmThatForbidsItIsLeftAloneAndToldWhy(Jdk jdk) throws IOException {
    assertThatItCannotBeAttached(jdk, "-XX:+DisableAttachMechanism", "DisableAttachMechanism");
    assertThatItCannotBeAttached(
        jdk, "-XX:-EnableDynamicAgentLoading", "-XX:+EnableDynamicAgentLoading");
    assertThatItCannotBeAttached(jdk, "-Xrs", "-Xrs");

    Process sleep = new ProcessBuilder("sleep", "600").start();
    try {
      JarCommand noJvm = JarCommand.run(jdk, "attach", sleep.pid());
      assertThat(noJvm.status()).isEqualTo(3);
      assertThat(noJvm.stderr()).contains("is not a JVM (sleep)");
      assertThat(sleep.isAlive()).isTrue();
    } finally {
      sleep.destroyForcibly();
    }
    JarCommand nobody = JarCommand.run(jdk, "detach", "99999999");
    assertThat(nobody.status()).isEqualTo(3);
    assertThat(nobody.stderr()).contains("There is no process 99999999");
  }

  private static void assertThatItCannotBeAttached(Jdk jdk, String flag, String words) {
    try (HostJvm host = patient(jdk, flag)) {
      JarCommand refused = JarCommand.run(jdk, "attach", host.pid());

      assertThat(refused.status()).as(refused.toString()).isEqualTo(3);
      assertThat(refused.stderr()).contains(words).contains("-javaagent:plumbline.jar");
      assertThat(host.isAlive()).isTrue();
      assertThat(host.stdout()).doesNotContain("Full thread dump");
    }
  }

  @OnEachJdk
  void wrongConfigurationIsToldToTheCommandAndChangesNothing(Jdk jdk) throws IOException {
    Path yaml = Files.writeString(folder.resolve("wrong.yaml"), "sampling: {ration: 0.5}\n");
    try (HostJvm host = patient(jdk)) {
      JarCommand refused = attach(jdk, host, yaml);

      assertThat(refused.status()).as(refused.toString()).isOne();
      assertThat(refused.stderr()).contains("wrong.yaml:1").contains("ration");
      assertThatItsStderrIsItsOwn(host);

      JarCommand attached = attach(jdk, host, Files.writeString(yaml, "service: {name: x}\n"));
      assertThat(attached.status()).as(attached.toString()).isZero();
      assertThat(attached.stdout()).contains("No class that is loaded now has a hook");
      assertThat(JarCommand.run(jdk, "detach", host.pid()).status()).isZero();
    }
  }

  private static HostJvm patient(Jdk jdk, String... flags) {
    HostJvm host =
        HostJvm.on(jdk).flags(flags).testClasses().main("io.plumbline.it.host.Patient").start();
    host.awaitOutput("ready");
    return host;
  }

  private static JarCommand attach(Jdk jdk, HostJvm host, Path yaml) {
    return JarCommand.run(jdk, "attach", host.pid(), "--config", yaml);
  }
}
