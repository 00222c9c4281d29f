package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.MlflowServer;
import io.plumbline.it.harness.OnEachJdk;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** MLflow's scoring server with an MLeap model, its classes of 2010's class file version 50. */
@Tag("third-party-server")
class ThirdPartyServerIT {
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

  private static String frame(String rows) {
    return "{\"columns\": [\"area\", \"rooms\", \"age\"], \"data\": [" + rows + "]}";
  }
}
