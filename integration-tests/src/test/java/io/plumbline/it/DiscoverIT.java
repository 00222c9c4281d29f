package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.FraudServer;
import io.plumbline.it.harness.HostBytecode;
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
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** {@code discover}, in servers under load: it finds their inferences and leaves no trace. */
@Tag("discover")
class DiscoverIT {
  private static final String FRAUD = "com.acme.fraud.FraudModel";
  private static final String PREDICTOR = "org.mlflow.sagemaker.MLeapPredictor";

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path folder;

  @OnEachJdk
  void modelsOfASpringServerAreFoundUnderLoad(Jdk jdk) {
    HostBytecode bytecode = new HostBytecode(folder);
    Path yaml = folder.resolve("found.yaml");
    try (FraudServer server = FraudServer.start(jdk, plain -> plain);
        SteadyLoad load =
            new SteadyLoad(
                List.of(
                    () -> server.ask("/fraud", FraudServer.PAYMENT),
                    () -> server.ask("/category", FraudServer.PURCHASE)))) {
      load.awaitMore(20);
      String before = bytecode.of(server.host(), FRAUD);

      JsonNode found = discover(jdk, server.host(), yaml);

      JsonNode fraud = method(found, FRAUD);
      assertThat(fraud.get("outermost").asBoolean()).as(found.toString()).isTrue();
      assertThat(fraud.get("calls_per_second").asDouble()).isPositive();
      assertThat(method(found, "com.acme.fraud.CategoryModel").get("outermost").asBoolean())
          .isTrue();
      assertThat(found.get("libraries").findValuesAsText("name"))
          .contains("onnxruntime", "xgboost");
      assertThat(bytecode.of(server.host(), FRAUD)).isEqualTo(before);
      assertThat(bytecode.isWoven(server.host(), "com.acme.fraud.CategoryModel")).isFalse();
      load.awaitMore(20);
      assertThat(load.wrong()).isEmpty();
      assertThat(yaml).content().contains("class: " + FRAUD);
      assertThat(server.host().stderr().lines().filter(line -> !line.startsWith("WARNING: ")))
          .isEmpty();
      assertThat(server.host().directory().resolve("plumbline")).doesNotExist();
    }
  }

  @OnEachJdk
  void modelOfAThirdPartyServerIsFoundInItsOldClassFiles(Jdk jdk) throws IOException {
    Path model = Files.createDirectory(folder.resolve("model"));
    MlflowServer.makeModel(model);
    String question =
        "{\"columns\": [\"area\", \"rooms\", \"age\"], \"data\": [[100.0, 4.0, 10.0]]}";
    HostBytecode bytecode = new HostBytecode(folder);
    try (MlflowServer server = MlflowServer.start(jdk, model, plain -> plain);
        SteadyLoad load = new SteadyLoad(List.of(() -> server.invoke(question).body()))) {
      load.awaitMore(5);
      String before = bytecode.of(server.host(), PREDICTOR);

      // A server that is starved of CPU may make no call while it is watched.
      JsonNode found =
          Await.until(
              Await.DEFAULT_LIMIT,
              () -> {
                JsonNode seen = discover(jdk, server.host(), folder.resolve("found.yaml"));
                return has(seen, PREDICTOR) ? seen : null;
              },
              () -> PREDICTOR + " was not found");

      JsonNode predictor = method(found, PREDICTOR);
      assertThat(predictor.get("outermost").asBoolean()).as(found.toString()).isTrue();
      assertThat(predictor.get("calls_per_second").asDouble()).isPositive();
      JsonNode pipeline = method(found, "ml.combust.mleap.runtime.transformer.Pipeline");
      assertThat(pipeline.get("inside_of").asText()).startsWith(PREDICTOR + ".predict(");
      assertThat(found.get("libraries").findValuesAsText("name")).contains("mleap");
      assertThat(bytecode.of(server.host(), PREDICTOR)).isEqualTo(before);
      load.awaitMore(5);
      assertThat(load.wrong()).isEmpty();
    }
  }

  @OnEachJdk
  void writtenFileAloneLeadsToSpansOfAScorerNobodyHasHeardOf(Jdk jdk) throws IOException {
    Path yaml = folder.resolve("found.yaml");
    try (HostJvm host =
        HostJvm.on(jdk).testClasses().main("io.plumbline.it.host.ChurnServer").start()) {
      host.awaitOutput("scoring");

      JsonNode found = discover(jdk, host, yaml);
      assertThat(found.get("methods").get(0).get("feature_names").toString())
          .contains("tenure", "calls");
      Files.writeString(
          yaml,
          "service: {name: churn}\nexport: {endpoint: \"%s\", protocol: http/protobuf}\n"
              .formatted(receiver.endpoint(OtlpProtocol.HTTP)),
          StandardOpenOption.APPEND);
      JarCommand attached = JarCommand.run(jdk, "attach", host.pid(), "--config", yaml);
      assertThat(attached.status()).as(attached.toString()).isZero();

      ReceivedSpan span = receiver.awaitSpans(1).get(0);
      assertThat(span.name()).isEqualTo("predict churn-scorer");
      assertThat(span.attributes())
          .containsEntry("ml.model.version", "2026-07")
          .containsKeys("ml.input.tenure", "ml.input.calls", "ml.prediction.score");
      assertThat(String.valueOf(span.attribute("ml.prediction.label"))).isIn("leaves", "stays");

      // And beside an agent that runs: what it captures goes on.
      JsonNode again = discover(jdk, host, yaml);
      assertThat(again.get("methods").get(0).get("calls_per_second").asDouble()).isPositive();
      int spans = receiver.spans().size();
      Await.that(Await.DEFAULT_LIMIT, () -> receiver.spans().size() > spans, () -> "spans go on");
      assertThat(JarCommand.run(jdk, "detach", host.pid()).status()).isZero();
      assertThat(host.stdout()).doesNotContain("wrong");
    }
  }

  private static JsonNode discover(Jdk jdk, HostJvm host, Path yaml) {
    JarCommand command =
        JarCommand.run(
            jdk, "discover", host.pid(), "--for", "5s", "--json", "--output", yaml.toString());
    assertThat(command.status()).as(command.toString()).isZero();
    return command.json();
  }

  private static boolean has(JsonNode found, String className) {
    return found.get("methods").findValuesAsText("class").contains(className);
  }

  private static JsonNode method(JsonNode found, String className) {
    return StreamSupport.stream(found.get("methods").spliterator(), false)
        .filter(each -> each.get("class").asText().equals(className))
        .findFirst()
        .orElseThrow(() -> new AssertionError(className + " was not found: " + found));
  }
}
