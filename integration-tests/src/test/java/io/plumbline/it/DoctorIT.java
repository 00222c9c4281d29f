package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.FraudServer;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.JarCommand;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.MlflowServer;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.SteadyLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of real processes is so, and each fault comes with what to do. */
@Tag("doctor")
class DoctorIT {
  private static final String TOKEN = "planted-0a1b2c3d";

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path folder;

  @OnEachJdk
  void serverThatIsWellIsSaidToBeUnderLoad(Jdk jdk) throws IOException {
    String yaml = "service: {name: fraud}\nexport: {headers: {authorization: \"Bearer %s\"}}\n";
    try (FraudServer server =
            FraudServer.start(
                jdk,
                plain ->
                    plain
                        .agent(yaml.formatted(TOKEN))
                        .exportTo(receiver, OtlpProtocol.HTTP)
                        .environment("OTEL_METRIC_EXPORT_INTERVAL", "500"));
        SteadyLoad load =
            new SteadyLoad(
                List.of(
                    () -> server.ask("/fraud", FraudServer.PAYMENT),
                    () -> server.ask("/category", FraudServer.PURCHASE)))) {
      load.awaitMore(20);
      JarCommand doctor =
          awaitDoctor(
              jdk,
              server.host(),
              status ->
                  inferences(status).filter(DoctorIT::hasLast).count() == 2
                      && !receivers(status).contains("not_asked"));
      long answers = load.answers();

      JsonNode found = doctor.json().get(0);
      JsonNode status = found.get("status");
      assertThat(doctor.status()).as(doctor.toString()).isZero();
      assertThat(found.get("healthy").asBoolean()).isTrue();
      assertThat(found.get("findings")).isEmpty();
      assertThat(status.get("state").asText()).isEqualTo("running");
      assertThat(status.get("process").get("pid").asLong()).isEqualTo(server.host().pid());
      assertThat(inferences(status).map(woven -> woven.get("last").get("model").asText()))
          .containsExactlyInAnyOrder("fraud", "category");
      assertThat(called(status)).isBetween(1L, answers + 2);
      assertThat(receivers(status)).containsOnly("delivering");
      assertThat(found.get("probes"))
          .hasSize(2)
          .allMatch(probe -> probe.get("accepted").asBoolean());
      assertThat(found.get("probes")).allMatch(probe -> probe.get("withHeaders").asBoolean());
      assertThat(status.get("spool").get("mode").asText()).isIn("mapped", "file");

      Path file = Path.of(found.get("file").asText());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      JarCommand forPeople = JarCommand.run(jdk, "doctor", server.host().pid());
      assertThat(forPeople.stdout())
          .contains("onnxruntime", "xgboost", "woven", "delivering", "All is well")
          .doesNotContain("\u001b[", TOKEN);
      assertThat(doctor.stdout()).doesNotContain(TOKEN);
      load.stop(); // its counters are not read all at one moment
      JsonNode after = status(awaitDoctor(jdk, server.host(), DoctorIT::allIsCaptured));
      assertThat(called(after)).isBetween(1L, load.answers() + 2);
      assertThat(load.wrong()).isEmpty();
      assertThat(server.host().stderr()).isEmpty();
    }
  }

  @OnEachJdk
  void serverThatNobodyHereWroteShowsItsLastInferenceAndWhatAlmostMatched(Jdk jdk) {
    String yaml =
        """
        methods:
          - class: ml.combust.mleap.runtime.transformer.Pipeline
            method: transform(ml.combust.mleap.runtime.frame.FrameBuilder)
            library: mleap
            model: {name: house-price}
            prediction: {score: "return.dataset()[*].toSeq()[4]"}
          - class: ml.combust.mleap.runtime.transformer.Pipeline
            method: transfrom
        """;
    Path model = folder.resolve("model");
    MlflowServer.makeModel(model);
    try (MlflowServer server =
        MlflowServer.start(
            jdk, model, plain -> plain.agent(yaml).exportTo(receiver, OtlpProtocol.HTTP))) {
      String answer =
          server
              .invoke(
                  "{\"columns\": [\"area\", \"rooms\", \"age\"], \"data\": [[100.0, 4.0, 10.0]]}")
              .body();
      assertThat(answer).isEqualTo("[199000.0]");

      JarCommand doctor =
          awaitDoctor(jdk, server.host(), status -> inferences(status).anyMatch(DoctorIT::hasLast));

      JsonNode last = inferences(status(doctor)).findFirst().orElseThrow().get("last");
      assertThat(last.get("model").asText()).isEqualTo("house-price");
      assertThat(last.get("score").asDouble()).isEqualTo(199_000.0);
      assertThat(doctor.status()).isOne();
      assertThat(hints(doctor))
          .anyMatch(hint -> hint.startsWith("no_such_method: ") && hint.contains("transform("));
    }
  }

  /** A host for each thing that goes wrong on the way out, all at once. */
  @OnEachJdk
  void whatStopsDeliveryIsNamedWithWhatToDo(Jdk jdk) throws IOException {
    Path file = Files.writeString(folder.resolve("in-the-way"), "");
    try (OtlpReceiver away = OtlpReceiver.start();
        OtlpReceiver locked = OtlpReceiver.start();
        OtlpReceiver elsewhere = OtlpReceiver.start();
        Hosts hosts = new Hosts()) {
      away.goAway();
      locked.answer(request -> Answer.unauthenticated());
      elsewhere.answer(request -> Answer.refuse(404, Status.Code.UNIMPLEMENTED));
      hosts.scoring(jdk, "away", endpoint(away));
      hosts.scoring(jdk, "locked", endpoint(locked));
      hosts.scoring(jdk, "elsewhere", endpoint(elsewhere));
      hosts.scoring(jdk, "place", endpoint(receiver) + "spool: {directory: " + file + "}\n");

      assertSays(jdk, hosts.get("away"), "receiver_unreachable", "export.endpoint");
      assertSays(jdk, hosts.get("away"), "receiver_unreachable_from_here", "does not answer");
      assertSays(jdk, hosts.get("locked"), "receiver_refuses_key", "export.headers");
      assertSays(jdk, hosts.get("elsewhere"), "receiver_wrong_endpoint", "export.protocol");
      assertSays(jdk, hosts.get("place"), "spool_in_memory", "spool.directory");
      hosts.assertUnharmed();
    }
  }

  /** Likewise for why one sees nothing. */
  @OnEachJdk
  void whyNothingIsSeenIsNamedWithWhatToDo(Jdk jdk) throws IOException {
    try (Hosts hosts = new Hosts()) {
      String methods = LedgerHosts.METHODS;
      hosts.start(jdk, "idle", "KeptScorer", endpoint(receiver) + methods, "idle");
      hosts.start(jdk, "hidden", "KeptScorer", endpoint(receiver) + methods, "hidden");
      hosts.start(
          jdk,
          "misspelt",
          "KeptScorer",
          methods.replace("Scorer", "Scorr") + endpoint(receiver),
          "idle");
      hosts.start(jdk, "nothing", "KeptScorer", endpoint(receiver), "idle");
      hosts.start(jdk, "off", "KeptScorer", "spol: {}\n", "idle");
      hosts.start(jdk, "without", "KeptScorer", null, "idle");

      assertSays(jdk, hosts.get("idle"), "never_called", "Send the server a request");
      assertSays(jdk, hosts.get("hidden"), "weaving_failed", "boot delegation");
      assertSays(jdk, hosts.get("misspelt"), "no_such_class", "com.acme.NumberScorer");
      assertSays(jdk, hosts.get("nothing"), "nothing_loaded", "discover");
      assertSays(jdk, hosts.get("off"), "agent_off", "did you mean spool?");
      assertSays(jdk, hosts.get("without"), "no_agent", "-javaagent:plumbline.jar");
    }
  }

  @OnEachJdk
  void exitStatusesAreThoseThatAreDocumented(Jdk jdk) throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      JarCommand noJvm = JarCommand.run(jdk, "doctor", other.pid());
      assertThat(noJvm.status()).isEqualTo(3);
      assertThat(noJvm.stderr()).contains("is not a JVM");
    } finally {
      other.destroyForcibly().waitFor();
    }
    JarCommand gone = JarCommand.run(jdk, "doctor", other.pid());
    assertThat(gone.status()).isEqualTo(3);
    assertThat(gone.stderr()).contains("There is no process").contains("jps -l");
    JarCommand empty = JarCommand.run(jdk, "doctor", folder);
    assertThat(empty.status()).isEqualTo(3);
    JarCommand wrong = JarCommand.run(jdk, "doctor", "--jsn", "1");
    assertThat(wrong.status()).isEqualTo(2);
  }

  /** Waits for the agent to say it, then has the command say it, to people and to machines. */
  private static void assertSays(Jdk jdk, HostJvm host, String code, String whatToDo) {
    JarCommand doctor =
        Await.until(
            Await.DEFAULT_LIMIT,
            () -> {
              JarCommand attempt = JarCommand.run(jdk, "doctor", "--json", host.pid());
              return said(attempt).anyMatch(said -> said.startsWith(code + ": ")) ? attempt : null;
            },
            () -> code + " of " + JarCommand.run(jdk, "doctor", "--json", host.pid()));
    assertThat(doctor.status()).as(doctor.toString()).isOne();
    assertThat(doctor.json().get(0).get("healthy").asBoolean()).isFalse();
    assertThat(said(doctor)).anyMatch(s -> s.startsWith(code + ": ") && s.contains(whatToDo));
  }

  private static Stream<String> said(JarCommand doctor) {
    List<String> said = new ArrayList<>(hints(doctor));
    doctor.json().get(0).get("findings").forEach(each -> said.add(text(each)));
    return said.stream();
  }

  private static List<String> hints(JarCommand doctor) {
    List<String> hints = new ArrayList<>();
    status(doctor).path("hints").forEach(each -> hints.add(text(each)));
    return hints;
  }

  private static String text(JsonNode said) {
    return said.get("code").asText() + ": " + said.get("text").asText();
  }

  private static JsonNode status(JarCommand doctor) {
    return doctor.json().get(0).get("status");
  }

  private static JarCommand awaitDoctor(Jdk jdk, HostJvm host, Predicate<JsonNode> status) {
    return Await.until(
        Await.DEFAULT_LIMIT,
        () -> {
          JarCommand attempt = JarCommand.run(jdk, "doctor", "--json", host.pid());
          return status.test(status(attempt)) ? attempt : null;
        },
        () -> "a status, not " + JarCommand.run(jdk, "doctor", "--json", host.pid()));
  }

  /** Each woven method that is an inference. */
  private static List<String> receivers(JsonNode status) {
    return status.get("receivers").findValuesAsText("state");
  }

  private static Stream<JsonNode> inferences(JsonNode status) {
    return each(status.path("libraries"))
        .flatMap(library -> each(library.path("hooks")))
        .filter(hook -> hook.get("role").asText().equals("inference"))
        .flatMap(hook -> each(hook.path("woven")))
        .filter(woven -> woven.get("called").asLong() > 0);
  }

  private static boolean allIsCaptured(JsonNode status) {
    return status.get("inferences").get("made").asLong() == called(status)
        && inferences(status).allMatch(woven -> woven.get("captured").equals(woven.get("called")));
  }

  private static long called(JsonNode status) {
    return inferences(status).mapToLong(woven -> woven.get("called").asLong()).sum();
  }

  private static boolean hasLast(JsonNode woven) {
    return woven.hasNonNull("last");
  }

  private static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String endpoint(OtlpReceiver to) {
    return "export: {endpoint: '" + to.endpoint(OtlpProtocol.HTTP) + "'}\n";
  }

  /** Each in a directory of its own, all below the test's. */
  private final class Hosts implements AutoCloseable {
    private final Map<String, HostJvm> hosts = new LinkedHashMap<>();

    void scoring(Jdk jdk, String name, String yaml) throws IOException {
      Path ledger = folder.resolve("ledger-" + name);
      start(
          jdk,
          name,
          "LedgerScoring",
          LedgerHosts.METHODS + yaml,
          ledger.toString(),
          "1",
          "1",
          "20");
    }

    void start(Jdk jdk, String name, String main, @Nullable String yaml, String... arguments)
        throws IOException {
      HostJvmBuilder host =
          HostJvm.on(jdk)
              .flags("-Xmx128m", "-XX:TieredStopAtLevel=1")
              .testClasses()
              .main("io.plumbline.it.host." + main, arguments)
              .directory(Files.createDirectory(folder.resolve(name)));
      hosts.put(
          name,
          (yaml == null ? host : host.agent("service: {name: " + name + "}\n" + yaml)).start());
    }

    HostJvm get(String name) {
      return Objects.requireNonNull(hosts.get(name));
    }

    void assertUnharmed() {
      assertThat(hosts.values()).allMatch(HostJvm::isAlive);
      assertThat(hosts.values()).allMatch(host -> host.stderr().isEmpty());
    }

    @Override
    public void close() {
      hosts.values().forEach(HostJvm::close);
    }
  }
}
