package io.plumbline.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A real Tomcat from Maven Central, with an instance of its own: {@code $CATALINA_BASE}. */
public final class TomcatServer implements AutoCloseable {
  private static final Path UNPACKED = Checkout.root().resolve("integration-tests/target/tomcat");

  private final ChildProcess process;
  private final Path base;
  private final int port;

  private TomcatServer(ChildProcess process, Path base, int port) {
    this.process = process;
    this.base = base;
    this.port = port;
    FailureReport.include(process, process::explanation);
  }

  /**
   * @param base its instance: what is in {@code webapps} and {@code bin} is there already
   */
  public static TomcatServer start(Jdk jdk, Path base) {
    int port = FreePorts.find(1)[0];
    Path home = home();
    try {
      configure(home, base, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessBuilder builder =
        new ProcessBuilder("sh", home.resolve("bin/catalina.sh").toString(), "run")
            .directory(base.toFile());
    builder.environment().keySet().removeIf(HostJvmBuilder::reachesIntoHosts);
    builder.environment().put("CATALINA_HOME", home.toString());
    builder.environment().put("CATALINA_BASE", base.toString());
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    ChildProcess process = ChildProcess.start("Tomcat on " + jdk, builder);
    TomcatServer server = new TomcatServer(process, base, port);
    try {
      process.awaitOutput(process::stderr, "Server startup in", Await.DEFAULT_LIMIT);
    } catch (AssertionError e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static Path home() {
    try (Stream<Path> versions = Files.list(UNPACKED)) {
      return versions.findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On loopback, on a free port, without the port that takes the word to stop. */
  private static void configure(Path home, Path base, int port) throws IOException {
    for (String folder : new String[] {"conf", "logs", "temp", "work"}) {
      Files.createDirectories(base.resolve(folder));
    }
    Files.copy(home.resolve("conf/web.xml"), base.resolve("conf/web.xml"));
    Files.writeString(
        base.resolve("conf/server.xml"),
        """
        <Server port="-1">
          <Service name="Catalina">
            <Connector port="%d" address="127.0.0.1"/>
            <Engine name="Catalina" defaultHost="localhost">
              <Host name="localhost" appBase="webapps"/>
            </Engine>
          </Service>
        </Server>
        """
            .formatted(port));
  }

  public HttpResponse<String> get(String path) {
    return BackendProcess.get(URI.create("http://127.0.0.1:" + port + path));
  }

  public Path base() {
    return base;
  }

  /** As {@code catalina.sh stop} does. */
  public int stop() {
    process.terminate();
    return process.awaitExit(Duration.ofMinutes(1));
  }

  @Override
  public void close() {
    process.close();
  }
}
