package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.MlflowServer;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedSpan;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** MLflow's scoring server with an MLeap model, its classes of 2010's class file version 50. */
@Tag("third-party-server")
class ThirdPartyServerIT {
  private static final String YAML =
      """
      methods:
        - class: ml.combust.mleap.runtime.transformer.Pipeline
          method: transform(ml.combust.mleap.runtime.frame.FrameBuilder)
          library: mleap
          model: {name: house-price}
          features: arg0.dataset()
          feature_names: [area, rooms, age]
          prediction: {score: "return.dataset()[*].toSeq()[4]"}
      """;

  @TempDir private static Path model;

  @BeforeAll
  static void makeModel() {
    MlflowServer.makeModel(model);
  }

  @OnEachJdk
  void serverAnswersWithoutTheAgent(Jdk jdk) {
    try (MlflowServer server = MlflowServer.start(jdk, model, plain -> plain)) {
      HttpResponse<String> one = server.invoke(frame("[100.0, 4.0, 10.0]"));
      HttpResponse<String> two = server.invoke(frame("[50.5, 2.0, 0.0], [80.0, 3.0, 30.0]"));
      HttpResponse<String> missing = server.invoke(frame("[100.0, null, 10.0]"));

      assertThat(one.statusCode()).isEqualTo(200);
      assertThat(one.body()).isEqualTo("[199000.0]");
      assertThat(two.body()).isEqualTo("[126600.0,161000.0]");
      assertThat(missing.statusCode()).isEqualTo(500);
      server.host().awaitErrorOutput("scala\\.MatchError: null");
    }
  }

  @OnEachJdk
  void everyRequestIsOneSpanByYamlAlone(Jdk jdk) {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        MlflowServer server =
            MlflowServer.start(
                jdk, model, plain -> plain.agent(YAML).exportTo(receiver, OtlpProtocol.GRPC))) {
      HttpResponse<String> one = server.invoke(frame("[100.0, 4.0, 10.0]"));
      HttpResponse<String> two = server.invoke(frame("[50.5, 2.0, 0.0], [80.0, 3.0, 30.0]"));
      HttpResponse<String> failing = server.invoke(frame("[100.0, null, 10.0]"));

      assertThat(one.body()).isEqualTo("[199000.0]");
      assertThat(two.body()).isEqualTo("[126600.0,161000.0]");
      assertThat(failing.statusCode()).isEqualTo(500);

      List<ReceivedSpan> spans = receiver.awaitSpans(3);
      assertThat(spans).extracting(ReceivedSpan::name).containsOnly("predict house-price");
      assertThat(spans.get(0).attributes())
          .containsEntry("ml.input.area", 100.0)
          .containsEntry("ml.input.rooms", 4.0)
          .containsEntry("ml.input.age", 10.0)
          .containsEntry("ml.prediction.score", 199_000.0)
          .containsEntry("ml.framework.name", "mleap")
          .containsEntry(
              "code.function.name", "ml.combust.mleap.runtime.transformer.Pipeline.transform");
      assertThat(spans.get(1).attributes())
          .containsEntry("ml.batch.size", 2L)
          .containsEntry("ml.input.names", List.of("area", "rooms", "age"))
          .containsEntry("ml.input.values", List.of(50.5, 2.0, 0.0, 80.0, 3.0, 30.0))
          .containsEntry("ml.prediction.scores", List.of(126_600.0, 161_000.0));
      // Returned as a Failure, not thrown.
      assertThat(spans.get(2).attributes())
          .containsEntry("error.type", "scala.MatchError")
          .containsEntry("ml.input.area", 100.0);
      assertThat(receiver.spans()).hasSize(3);
    }
  }

  private static String frame(String rows) {
    return "{\"columns\": [\"area\", \"rooms\", \"age\"], \"data\": [" + rows + "]}";
  }
}
