package io.plumbline.it.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The real Kafka, one broker that is its own controller, in a JVM of its own with the class path of
 * the module under {@code third-party}. What it acknowledged outlives {@code kill -9}.
 */
public final class RealKafka implements AutoCloseable {
  private static final Path MODULE = Checkout.root().resolve("integration-tests/third-party/kafka");

  private final int port;
  private final BackendProcess process;

  private RealKafka() {
    int[] ports = FreePorts.find(2);
    port = ports[0];
    TemporaryFolder folder = new TemporaryFolder("plumbline-kafka-");
    Path properties = folder.path().resolve("server.properties");
    try {
      Files.writeString(properties, properties(folder.path(), ports[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    format(folder, properties);
    process =
        BackendProcess.start(
            folder, java("kafka.Kafka", properties.toString()), Map.of(), this::listens);
  }

  public static RealKafka start() {
    return new RealKafka();
  }

  /** As the shipped configurations want it: a list of YAML. */
  public String brokers() {
    return "[\"127.0.0.1:" + port + "\"]";
  }

  /** SIGKILL. Returns when it is gone. */
  public void kill9() {
    process.kill9();
  }

  /** Again, after {@link #kill9()}, on what it had. */
  public void restart() {
    process.start();
  }

  @Override
  public void close() {
    process.close();
  }

  private static void format(TemporaryFolder folder, Path properties) {
    ProcessBuilder builder =
        new ProcessBuilder(
                java(
                    "kafka.tools.StorageTool",
                    "format",
                    "--cluster-id",
                    "cGx1bWJsaW5lLWthZmthMQ",
                    "--config",
                    properties.toString()))
            .directory(folder.path().toFile());
    try (ChildProcess format = ChildProcess.start("kafka-storage", builder)) {
      if (format.awaitExit(Duration.ofMinutes(3)) != 0) {
        throw new AssertionError("Kafka's storage was not made" + format.explanation());
      }
    }
  }

  private static List<String> java(String main, String... arguments) {
    try (Stream<Path> jars = Files.list(MODULE.resolve("target/class-path"))) {
      String classPath =
          jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
      return Stream.concat(
              Stream.of(
                  Jdk.running().java().toString(),
                  "-Xmx384m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classPath,
                  main),
              Stream.of(arguments))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(MODULE + " is not built yet; run mvn package", e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private String properties(Path folder, int controllerPort) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    controller.listener.names=CONTROLLER
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
    log.dirs=%3$s
    num.partitions=2
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    group.initial.rebalance.delay.ms=0
    broker.heartbeat.interval.ms=500
    broker.session.timeout.ms=3000
    """
        .formatted(port, controllerPort, folder.resolve("log"));
  }
}
