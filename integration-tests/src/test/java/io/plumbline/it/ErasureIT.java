package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.DeliveredInferences;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.JarCommand;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.LivingFolder;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.StreamCounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What is stored of somebody is erased, by a living process and of a dead one. */
@Tag("at-rest")
class ErasureIT {
  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);

  /** Of the first run and its first thread. */
  private static final long FIRST_ID = 1L << 40;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  void mappedSpoolIsErasedAliveAndDead(Jdk jdk) {
    eraseAliveAndDead(jdk, "", false);
  }

  @OnEachJdk
  void encryptedPlainFilesAreErasedAliveAndDead(Jdk jdk) throws IOException {
    Path key = Files.writeString(directory.resolve("spool.key"), KEY);
    eraseAliveAndDead(jdk, "spool: {mode: file, encryption: {key: '${file:" + key + "}'}}\n", true);
  }

  private void eraseAliveAndDead(Jdk jdk, String yaml, boolean encrypted) {
    LedgerHosts hosts = new LedgerHosts(directory, receiver, OtlpProtocol.HTTP).configured(yaml);
    long alive = FIRST_ID + 500;
    long dead = FIRST_ID + 501;
    receiver.goAway();
    try (HostJvm host = hosts.next(jdk, 1, 1000).start()) {
      host.awaitOutput("scoring");
      Await.that(Await.DEFAULT_LIMIT, () -> hosts.ledger(1).returned() > 2000, () -> "2000 calls");
      assertThat(filesWith(alive).isEmpty()).isEqualTo(encrypted);

      assertErased(erase(jdk, alive, "--dry-run"), true);
      assertErased(erase(jdk, alive), false);

      assertThat(filesWith(alive)).isEmpty();
      assertThat(filesWith(dead).isEmpty()).isEqualTo(encrypted);
      assertThat(spoolFiles()).noneMatch(file -> file.getFileName().toString().contains("erase."));
      long now = hosts.ledger(1).returned();
      Await.that(
          Await.DEFAULT_LIMIT, () -> hosts.ledger(1).returned() > now + 500, () -> "it goes on");
      host.kill9();
    }
    assertThat(hosts.ledger(1).failed()).isZero();

    assertErased(erase(jdk, dead), false);

    assertThat(filesWith(alive)).isEmpty();
    assertThat(filesWith(dead)).isEmpty();
    Path left = hosts.streams().get(0);
    String instance = hosts.instances().get(0);
    receiver.comeBack();
    DeliveredInferences delivered = LedgerHosts.delivered(receiver);
    InferenceLedger ledger = hosts.ledger(1);
    try (HostJvm host = hosts.next(jdk, 1, 100).start()) {
      host.awaitOutput("scoring");
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> Files.notExists(left),
          () -> left + " to be delivered: " + delivered.explanation(ledger));
    }
    List<Long> lost = new ArrayList<>(delivered.missing(ledger));
    assertThat(lost).contains(alive, dead);
    lost.removeAll(List.of(alive, dead));
    // With a key the last milliseconds were in memory.
    assertThat(lost).hasSizeLessThanOrEqualTo(encrypted ? 1000 : 0);
    StreamCounts first = Objects.requireNonNull(delivered.streams().get(instance));
    assertThat(first.made()).isGreaterThanOrEqualTo(ledger.returned() - lost.size());
    assertThat(first.counted() + first.droppedInAll()).isEqualTo(first.made());
    // The scorer's answer is half the id; as a whole text it would be the message of a failure.
    String delivery = receiver.messages().toString();
    assertThat(delivery.contains("value: " + alive / 2.0)).as("prediction of the erased").isFalse();
    assertThat(delivery.contains("value: " + (alive + 2) / 2.0)).as("of another").isTrue();
  }

  private JarCommand erase(Jdk jdk, long id, String... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("spool", "erase", directory.resolve("plumbline"), "--json"));
    arguments.addAll(List.of("--where", "id=" + id, "--model", "numbers"));
    if (Files.exists(directory.resolve("spool.key"))) {
      arguments.addAll(List.of("--key-file", directory.resolve("spool.key")));
    }
    arguments.addAll(List.of(more));
    return JarCommand.run(jdk, arguments.toArray());
  }

  private static void assertErased(JarCommand command, boolean dryRun) {
    assertThat(command.status()).as(command.toString()).isZero();
    JsonNode stream = command.json().get(0);
    assertThat(stream.get("erased").asLong()).as(command.toString()).isOne();
    assertThat(stream.get("dryRun").asBoolean()).isEqualTo(dryRun);
    assertThat(stream.get("searched").asLong()).isGreaterThan(1000);
  }

  /** As the feature lies in a record: eight bytes, little-endian; or as text. */
  private List<Path> filesWith(long id) {
    byte[] stored =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble((double) id).array();
    String number = new String(stored, StandardCharsets.ISO_8859_1);
    List<Path> found = new ArrayList<>();
    for (Path file : spoolFiles()) {
      String bytes = new String(LivingFolder.bytes(file), StandardCharsets.ISO_8859_1);
      if (bytes.contains(number) || bytes.contains(Long.toString(id))) {
        found.add(file);
      }
    }
    return found;
  }

  private List<Path> spoolFiles() {
    return new LivingFolder(directory.resolve("plumbline")).files();
  }
}
