package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.JarCommand;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedSpan;
import io.plumbline.it.harness.StreamCounts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar plumbline.jar spool …}, on spools of real hosts. */
@Tag("spool-command")
class SpoolCommandIT {
  private static final int THREADS = 2;

  /** Chronicle's own indexes come before. */
  private static final long FIRST_RECORDS = 66_000;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @AutoClose private final OtlpReceiver another = OtlpReceiver.start();
  @TempDir private Path directory;
  @TempDir private Path elsewhere;

  @OnEachJdk
  void spoolOfAKilledHostIsCarriedAwayLookedAtAndDeliveredOnce(Jdk jdk) throws IOException {
    InferenceLedger ledger = killAHostThatCouldDeliverNothing(jdk);
    Path copy = copy(directory.resolve("plumbline"), elsewhere.resolve("copy"));
    Path second = copy(directory.resolve("plumbline"), elsewhere.resolve("second"));

    JsonNode listed = JarCommand.run(jdk, "spool", "ls", "--json", copy).json();
    assertThat(listed).hasSize(1);
    JsonNode stream = listed.get(0);
    assertThat(stream.get("state").asText()).isEqualTo("dead");
    assertThat(stream.get("service").asText()).isEqualTo("ledger");
    assertThat(stream.get("records").asLong())
        .isEqualTo(stream.get("unacknowledged").asLong())
        .isBetween(ledger.returned(), ledger.returned() + THREADS);

    JarCommand shown = JarCommand.run(jdk, "spool", "show", "--last", "2", copy);
    assertThat(shown.status()).isZero();
    assertThat(shown.stdout()).contains("resource  ledger").contains("predict numbers");

    assertThat(JarCommand.run(jdk, "spool", "verify", copy).stdout()).startsWith("fine  ");

    exportTwice(jdk, copy, OtlpProtocol.GRPC, receiver, ledger);
    exportTwice(jdk, second, OtlpProtocol.HTTP, another, ledger);
    assertThat(spanIds(another)).isEqualTo(spanIds(receiver));
  }

  @OnEachJdk
  void damageIsToldWhereItIs(Jdk jdk) throws IOException {
    InferenceLedger ledger = killAHostThatCouldDeliverNothing(jdk);
    JsonNode stream =
        JarCommand.run(jdk, "spool", "ls", "--json", directory.resolve("plumbline")).json().get(0);
    Path segment = Path.of(stream.get("directory").asText(), "queue", "19700101-01F.cq4");
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(FIRST_RECORDS);
      file.write(new byte[100]);
    }

    JarCommand verified =
        JarCommand.run(jdk, "spool", "verify", "--json", directory.resolve("plumbline"));

    assertThat(verified.status()).isOne();
    JsonNode finding = verified.json().get(0).get("findings").get(0);
    assertThat(finding.get("severity").asText()).isEqualTo("damage");
    assertThat(finding.get("file").asText()).isEqualTo(segment.toString());
    assertThat(finding.get("offset").asLong()).isPositive();

    JarCommand exported = export(jdk, directory.resolve("plumbline"), OtlpProtocol.GRPC, receiver);
    assertThat(exported.status()).isOne();
    assertThat(exported.stdout()).contains("damaged");
    StreamCounts counts = LedgerHosts.delivered(receiver).total();
    assertThat(counts.addsUp()).as(counts.toString()).isTrue();
    // Whether it was counted before it was damaged is a matter of milliseconds.
    assertThat(counts.spansDropped().get("corrupted")).isBetween(1L, 3L);
    assertThat(counts.made()).isBetween(ledger.returned(), ledger.returned() + THREADS);
  }

  @OnEachJdk
  void livingHostLosesNothingToWhoLooksOn(Jdk jdk) {
    LedgerHosts hosts = new LedgerHosts(directory, receiver, OtlpProtocol.GRPC);
    DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    Path spool = directory.resolve("plumbline");
    try (HostJvm host = hosts.next(jdk, THREADS, 2000).start()) {
      host.awaitOutput("scoring");
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> hosts.ledger(1).returned() > 1000 && !delivered.ids().isEmpty(),
          () -> "a thousand calls, and some delivered");

      JarCommand listed = JarCommand.run(jdk, "spool", "ls", "--json", spool);
      assertThat(listed.status()).as(listed.toString()).isZero();
      assertThat(listed.json().get(0).get("state").asText()).isEqualTo("live");
      assertThat(listed.json().get(0).get("pid").asLong()).isEqualTo(host.pid());
      // What is delivered, acknowledged and deleted while they read is no damage.
      JarCommand verified = JarCommand.run(jdk, "spool", "verify", spool);
      assertThat(verified.status()).as(verified.toString()).isZero();
      // For a moment there may be nothing: what is delivered goes at once.
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> shown(jdk, spool).contains("predict numbers"),
          () -> "something to show");
      JarCommand exported = export(jdk, spool, OtlpProtocol.GRPC, another, "--remove");
      assertThat(exported.status()).isOne();
      assertThat(exported.stdout()).contains("somebody has it (live, process " + host.pid());
      assertThat(another.requests()).isEmpty();

      host.kill9();
    }

    // What it had not delivered itself is delivered by hand.
    JarCommand rest = export(jdk, spool, OtlpProtocol.GRPC, receiver, "--remove");
    assertThat(rest.status()).as(rest.toString()).isZero();
    InferenceLedger ledger = hosts.ledger(1);
    assertThat(delivered.missing(ledger)).isEmpty();
    assertThat(ledger.failed()).isZero();
    assertThat(delivered.total().addsUp()).as(delivered.total().toString()).isTrue();
    assertThat(delivered.total().droppedInAll()).isLessThanOrEqualTo(THREADS); // process_died
    assertThat(JarCommand.run(jdk, "spool", "ls", "--json", spool).json()).isEmpty();
  }

  private InferenceLedger killAHostThatCouldDeliverNothing(Jdk jdk) {
    receiver.goAway();
    LedgerHosts hosts = new LedgerHosts(directory, receiver, OtlpProtocol.GRPC);
    try (HostJvm host = hosts.next(jdk, THREADS, 1000).start()) {
      host.awaitOutput("scoring");
      Await.that(Await.DEFAULT_LIMIT, () -> hosts.ledger(1).returned() > 2000, () -> "2000 calls");
      host.kill9();
    }
    receiver.comeBack();
    return hosts.ledger(1);
  }

  private static void exportTwice(
      Jdk jdk, Path copy, OtlpProtocol protocol, OtlpReceiver receiver, InferenceLedger ledger) {
    JarCommand first = export(jdk, copy, protocol, receiver);
    assertThat(first.status()).as(first.toString()).isZero();
    int requests = receiver.requests().size();

    JarCommand again = export(jdk, copy, protocol, receiver);

    assertThat(again.status()).as(again.toString()).isZero();
    assertThat(again.stdout()).contains("nothing was sent");
    assertThat(receiver.requests()).hasSize(requests);

    DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    assertThat(delivered.missing(ledger)).isEmpty();
    assertThat(delivered.beyond(ledger)).hasSizeLessThanOrEqualTo(THREADS);
    assertThat(delivered.duplicates()).isZero();
    StreamCounts counts = delivered.total();
    assertThat(counts.addsUp()).as(counts.toString()).isTrue();
    assertThat(counts.counted()).isEqualTo(delivered.ids().size());
  }

  private static JarCommand export(
      Jdk jdk, Path spool, OtlpProtocol protocol, OtlpReceiver receiver, String... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "spool",
                "export",
                spool,
                "--endpoint",
                receiver.endpoint(protocol),
                "--protocol",
                protocol));
    arguments.addAll(List.of(more));
    return JarCommand.run(jdk, arguments.toArray());
  }

  private static Set<String> spanIds(OtlpReceiver receiver) {
    Set<String> ids = new HashSet<>();
    for (ReceivedSpan span : receiver.spans()) {
      ids.add(span.traceId() + span.spanId());
    }
    return ids;
  }

  /** As {@code cp -r} does: modes as the umask has them. */
  private static Path copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.write(to.resolve(from.relativize(file)), Files.readAllBytes(file));
            return FileVisitResult.CONTINUE;
          }
        });
    return to;
  }

  private static String shown(Jdk jdk, Path spool) {
    JarCommand shown =
        JarCommand.run(jdk, "spool", "show", "--all", "--format", "otlp-json", spool);
    assertThat(shown.status()).as(shown.stderr()).isZero();
    return shown.stdout();
  }
}
