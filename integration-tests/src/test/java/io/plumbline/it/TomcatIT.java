package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.NumberScorer;
import io.plumbline.it.harness.Checkout;
import io.plumbline.it.harness.Documentation;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedSpan;
import io.plumbline.it.harness.TomcatServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A real Tomcat with the {@code setenv.sh} of INSTALL.md, and a web application with a scorer. */
@Tag("install")
class TomcatIT {
  private static final String PAGE =
      """
      <%= new com.acme.NumberScorer().score(
            new double[] {Double.parseDouble(request.getParameter("x"))}) %>
      """;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path base;

  @OnEachJdk
  void webApplicationIsObservedBySetenvAlone(Jdk jdk) throws IOException {
    deploy("scoring");
    Files.createDirectories(base.resolve("bin"));
    Files.writeString(base.resolve("bin/setenv.sh"), setenv());

    try (TomcatServer tomcat = TomcatServer.start(jdk, base)) {
      assertThat(tomcat.get("/scoring/index.jsp?x=7").body().strip()).isEqualTo("3.5");
      assertThat(tomcat.get("/scoring/index.jsp?x=none").statusCode()).isEqualTo(500);

      List<ReceivedSpan> spans = receiver.awaitSpans(1);
      assertThat(spans.get(0).resourceAttributes()).containsEntry("service.name", "scoring");
      assertThat(spans.get(0).attributes())
          .containsEntry("code.function.name", "com.acme.NumberScorer.score");
      assertThat(base.resolve("plumbline/scoring/plumbline.log")).exists();
      // As of any Tomcat that is ended by SIGTERM.
      assertThat(tomcat.stop()).isEqualTo(143);
    }
  }

  private void deploy(String application) throws IOException {
    Path folder = base.resolve("webapps").resolve(application);
    Path classes = Files.createDirectories(folder.resolve("WEB-INF/classes/com/acme"));
    Files.writeString(folder.resolve("index.jsp"), PAGE);
    try (InputStream scorer = NumberScorer.class.getResourceAsStream("NumberScorer.class")) {
      Files.copy(scorer, classes.resolve("NumberScorer.class"));
    }
  }

  /** As the page says, with the places of this test. */
  private String setenv() {
    return Documentation.block(
                Checkout.root().resolve("collector-config/INSTALL.md"), "# bin/setenv.sh")
            .replace("/opt/plumbline/plumbline.jar", Checkout.agentJar().toString())
            .replace("http://127.0.0.1:4318", receiver.endpoint(OtlpProtocol.HTTP).toString())
        + "CATALINA_OPTS=\"$CATALINA_OPTS -Dplumbline.methods=com.acme.NumberScorer#score\"\n";
  }
}
