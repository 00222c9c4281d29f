package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.cli.receive.Arrivals;
import io.plumbline.cli.receive.GrpcReceiver;
import io.plumbline.cli.receive.HttpReceiver;
import io.plumbline.cli.receive.ReceivedSignal;
import io.plumbline.otlp.Message;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.spool.SpoolDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpoolExportCommandTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  @TempDir Path base;
  @TempDir Path other;

  private final Received received = new Received();

  @Test
  void streamArrivesUnderItsOwnIdentityOverHttp() throws IOException {
    try (HttpReceiver receiver = new HttpReceiver(0, received)) {
      arrivesUnderItsOwnIdentity("http/protobuf", receiver.port());
    }
  }

  @Test
  void streamArrivesUnderItsOwnIdentityOverGrpc() throws IOException {
    try (GrpcReceiver receiver = new GrpcReceiver(0, received)) {
      arrivesUnderItsOwnIdentity("grpc", receiver.port());
    }
  }

  private void arrivesUnderItsOwnIdentity(String protocol, int port) throws IOException {
    Path dead = new SpoolFixture(base, recorder).dead('a', 20, 3);
    String shown = CommandRun.of("spool", "show", "--all", "--format", "otlp-json", base).out();

    CommandRun run = export(port, "--protocol", protocol);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .containsExactly(base.relativize(dead) + ": 23 spans and the last metrics delivered");
    assertThat(received.spanIds())
        .hasSize(23)
        .containsExactlyElementsOf(
            Pattern.compile("\"spanId\":\"([0-9a-f]+)\"")
                .matcher(shown)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList());
    assertThat(received.resources())
        .containsOnly("instance-a")
        .hasSizeGreaterThanOrEqualTo(2); // spans and metrics
    Message point = received.point("plumbline.inferences");
    assertThat(point.number("asInt")).isEqualTo(23);
    assertThat(point.number("startTimeUnixNano")).isEqualTo(1_700_000_000_000_000_097L);
    assertThat(received.point("ml.inference.duration").number("count")).isEqualTo(23);
    assertThat(dead).exists();
  }

  @Test
  void secondRunSaysSoAndSendsNothing() throws IOException {
    new SpoolFixture(base, recorder).dead('a', 20, 3);
    try (HttpReceiver receiver = new HttpReceiver(0, received)) {
      export(receiver.port());
      int before = received.requests.size();

      CommandRun again = export(receiver.port());

      assertThat(again.status()).isZero();
      assertThat(again.out())
          .contains("was delivered at ")
          .contains("http://127.0.0.1:" + receiver.port())
          .contains("nothing was sent");
      assertThat(received.requests).hasSize(before);
    }
  }

  @Test
  void runAfterAnInterruptionGoesOnFromThere() throws IOException {
    new SpoolFixture(base, recorder).dead('a', 1200, 100);
    try (HttpReceiver receiver = new HttpReceiver(0, received)) {
      received.refuse(request -> received.spanIds().size() >= 512);
      CommandRun first = export(receiver.port(), "--give-up-after", "0");

      assertThat(first.status()).isEqualTo(1);
      assertThat(first.out())
          .contains("512 spans delivered, 788 records and the last metrics not: ")
          .contains("goes on from here");
      assertThat(CommandRun.of("spool", "ls", base).out()).contains("  788 ");

      received.refuse(request -> false);
      CommandRun second = export(receiver.port());

      assertThat(second.status()).isZero();
      assertThat(second.out()).contains("788 spans and the last metrics delivered");
      assertThat(received.spanIds()).hasSize(1300).doesNotHaveDuplicates();
      assertThat(received.point("ml.inference.duration").number("count")).isEqualTo(1300);
    }
  }

  @Test
  void metricsThatDidNotArriveAreSentByTheNextRun() throws IOException {
    new SpoolFixture(base, recorder).dead('a', 5, 0);
    try (HttpReceiver receiver = new HttpReceiver(0, received)) {
      received.refuse(request -> !request.messages("resourceMetrics").isEmpty());
      assertThat(export(receiver.port(), "--give-up-after", "0", "--remove").status()).isOne();

      received.refuse(request -> false);
      assertThat(export(receiver.port(), "--remove").status()).isZero();

      assertThat(received.spanIds()).hasSize(5);
      assertThat(received.point("plumbline.inferences").number("asInt")).isEqualTo(5);
    }
  }

  @Test
  void removeTakesAStreamAwayOnceAllOfItHasArrived() throws IOException {
    Path dead = new SpoolFixture(base, recorder).dead('a', 5, 0);
    try (HttpReceiver receiver = new HttpReceiver(0, received)) {
      received.refuse(request -> true);
      export(receiver.port(), "--give-up-after", "0", "--remove");
      assertThat(dead).exists();

      received.refuse(request -> false);
      CommandRun run = export(receiver.port(), "--remove");

      assertThat(run.status()).isZero();
      assertThat(run.out()).contains("; removed");
      try (Stream<Path> left = Files.list(base.resolve("shop.fraud"))) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void streamWithDamageIsDeliveredSaidAndNotRemoved() throws IOException {
    Path dead = new SpoolFixture(base, recorder).dead('a', 5, 0);
    try (RandomAccessFile segment =
        new RandomAccessFile(dead.resolve("queue/19700101-01F.cq4").toFile(), "rw")) {
      segment.seek(65808 + 100);
      segment.write("damaged".getBytes(StandardCharsets.US_ASCII));
    }
    try (HttpReceiver receiver = new HttpReceiver(0, received)) {
      CommandRun run = export(receiver.port(), "--remove");

      assertThat(run.status()).isOne();
      assertThat(run.out())
          .contains("4 spans")
          .contains("1 record damaged")
          .contains("not removed");
      assertThat(dead).exists();
      assertThat(received.reasons("plumbline.dropped")).containsEntry("corrupted", 1L);
      assertThat(received.reasons("plumbline.spans.dropped")).containsEntry("corrupted", 1L);
      assertThat(received.point("plumbline.inferences").number("asInt")).isEqualTo(5);
    }
  }

  @Test
  void streamOfALivingProcessIsLeftToIt() throws IOException {
    SpoolFixture spool = new SpoolFixture(base, recorder);
    spool.dead('a', 5, 0);
    try (SpoolDirectory live = spool.live('b', 7, 0);
        HttpReceiver receiver = new HttpReceiver(0, received)) {
      CommandRun run = export(receiver.port(), "--remove");

      assertThat(run.status()).isOne();
      assertThat(run.out())
          .contains("5 spans")
          .contains("not delivered: somebody has it (live, process ");
      assertThat(live.path().resolve("stream.properties")).exists();
      assertThat(received.resources()).containsOnly("instance-a");
    }
  }

  @Test
  void progressIsNotedElsewhereAndTheSpoolIsNotWritten() throws IOException {
    new SpoolFixture(base, recorder).dead('a', 5, 3);
    Map<Path, Object> before = contents();
    try (HttpReceiver receiver = new HttpReceiver(0, received)) {
      Path progress = other.resolve("progress");

      assertThat(export(receiver.port(), "--progress", progress).status()).isZero();
      assertThat(contents()).isEqualTo(before);
      assertThat(export(receiver.port(), "--progress", progress).out()).contains("was delivered");
      assertThat(received.spanIds()).hasSize(8);
    }
  }

  private Map<Path, Object> contents() throws IOException {
    Map<Path, Object> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(base)) {
      for (Path file : files.toList()) {
        contents.put(file, Files.isDirectory(file) ? "" : List.of(Files.getLastModifiedTime(file)));
      }
    }
    return contents;
  }

  @Test
  void streamThatOthersMayWriteToNeedsAnOption() throws IOException {
    Path dead = new SpoolFixture(base, recorder).dead('a', 5, 0);
    Files.setPosixFilePermissions(dead, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (HttpReceiver receiver = new HttpReceiver(0, received)) {
      CommandRun refused = export(receiver.port());

      assertThat(refused.status()).isOne();
      assertThat(refused.out()).contains("it is open to other users").contains("--any-owner");
      assertThat(export(receiver.port(), "--any-owner").status()).isZero();
      assertThat(received.spanIds()).hasSize(5);
    }
  }

  @Test
  void copyWithoutItsLockIsDelivered() throws IOException {
    Path dead = new SpoolFixture(base, recorder).dead('a', 5, 3);
    Files.delete(dead.resolve("owner.lock"));
    Files.delete(dead.resolve("queue/metadata.cq4t"));
    Files.move(dead, other.resolve("renamed"));
    try (HttpReceiver receiver = new HttpReceiver(0, received)) {
      CommandRun run =
          CommandRun.of(
              "spool", "export", other.resolve("renamed"), "--endpoint", uri(receiver.port()));

      assertThat(run.status()).isZero();
      assertThat(received.spanIds()).hasSize(8);
    }
  }

  @Test
  void wrongTokenIsSaidAtOnceAndHeadersAreSent() throws IOException {
    new SpoolFixture(base, recorder).dead('a', 5, 0);
    List<String> tokens = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          tokens.add(exchange.getRequestHeaders().getFirst("x-token"));
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    server.start();
    try {
      CommandRun run = export(server.getAddress().getPort(), "--header", "x-token=abc");

      assertThat(run.status()).isOne();
      assertThat(run.out()).contains("401").contains("5 records and the last metrics not");
      assertThat(tokens).containsExactly("abc");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void jsonSaysWhatHasBecomeOfEachStream() throws IOException {
    new SpoolFixture(base, recorder).dead('a', 5, 3);
    try (HttpReceiver receiver = new HttpReceiver(0, received)) {
      assertThat(export(receiver.port(), "--json").json())
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .singleElement()
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsAllEntriesOf(
              Map.of("complete", true, "spans", 8, "refused", 0, "damaged", 0, "remaining", 0));
    }
  }

  @Test
  void endpointThatIsNoneIsWrongUsage() {
    assertThat(CommandRun.of("spool", "export", base).status()).isEqualTo(2);
    assertThat(CommandRun.of("spool", "export", base, "--endpoint", "nowhere").err())
        .contains("is not an OTLP endpoint");
    CommandRun protocol =
        CommandRun.of(
            "spool", "export", base, "--endpoint", "http://localhost", "--protocol", "http/json");
    assertThat(protocol.status()).isEqualTo(2);
    assertThat(protocol.err()).contains("use grpc or http/protobuf");
    assertThat(
            CommandRun.of(
                    "spool", "export", base, "--endpoint", "http://localhost", "--keep", "--remove")
                .status())
        .isEqualTo(2);
  }

  private CommandRun export(int port, Object... more) {
    Object[] arguments = {"spool", "export", base, "--endpoint", uri(port)};
    return CommandRun.of(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray());
  }

  private static String uri(int port) {
    return "http://127.0.0.1:" + port;
  }

  /** Keeps what it takes; what it refuses may be sent again. */
  private static final class Received implements Arrivals {
    private final List<Message> requests = new CopyOnWriteArrayList<>();
    private volatile Predicate<Message> refusal = request -> false;

    @Override
    public void arrived(ReceivedSignal signal, Message request) throws IOException {
      if (refusal.test(request)) {
        throw new IOException("not now");
      }
      requests.add(request);
    }

    void refuse(Predicate<Message> which) {
      refusal = which;
    }

    List<String> spanIds() {
      return all("resourceSpans", "scopeSpans", "spans").map(s -> s.string("spanId")).toList();
    }

    List<String> resources() {
      return Stream.of("resourceSpans", "resourceMetrics")
          .flatMap(kind -> requests.stream().flatMap(each -> each.messages(kind).stream()))
          .flatMap(each -> each.message("resource").messages("attributes").stream())
          .filter(attribute -> attribute.string("key").equals("service.instance.id"))
          .map(attribute -> attribute.message("value").string("stringValue"))
          .toList();
    }

    Message point(String metric) {
      List<Message> points = points(metric);
      assertThat(points).as(metric).hasSize(1);
      return points.get(0);
    }

    Map<String, Long> reasons(String metric) {
      Map<String, Long> reasons = new TreeMap<>();
      for (Message point : points(metric)) {
        Message reason = point.messages("attributes").get(0).message("value");
        reasons.put(reason.string("stringValue"), point.number("asInt"));
      }
      return reasons;
    }

    private List<Message> points(String name) {
      return all("resourceMetrics", "scopeMetrics", "metrics")
          .filter(metric -> metric.string("name").equals(name))
          .flatMap(
              metric ->
                  Stream.of("sum", "histogram", "gauge")
                      .flatMap(kind -> metric.message(kind).messages("dataPoints").stream()))
          .toList();
    }

    private Stream<Message> all(String resource, String scope, String what) {
      return requests.stream()
          .flatMap(request -> request.messages(resource).stream())
          .flatMap(each -> each.messages(scope).stream())
          .flatMap(each -> each.messages(what).stream());
    }
  }
}
