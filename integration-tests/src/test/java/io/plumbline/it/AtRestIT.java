package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk is for its owner alone. */
@Tag("at-rest")
class AtRestIT {
  /** As the shell of a careless script has it. */
  private static final List<String> OPEN_UMASK =
      List.of("sh", "-c", "umask 000; exec \"$0\" \"$@\"");

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  void everythingIsItsOwnersAloneWhateverTheUmask(Jdk jdk) throws IOException {
    LedgerHosts hosts = new LedgerHosts(directory, receiver, OtlpProtocol.HTTP);
    Path service = directory.resolve("plumbline").resolve("ledger");
    Path key = service.resolve("redaction.key");
    receiver.goAway();
    try (HostJvm host = hosts.next(jdk, 1, 2000).runBy(OPEN_UMASK).start()) {
      host.awaitOutput("scoring");
      Await.that(Await.DEFAULT_LIMIT, () -> hosts.ledger(1).returned() > 2000, () -> "2000 calls");

      assertThat(open(directory.resolve("plumbline"))).isEmpty();
      assertThat(all(service)).contains(key).hasSizeGreaterThan(8);
      host.kill9();
    }
    // As a backup may bring it back.
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(service, PosixFilePermissions.fromString("rwxr-xr-x"));
    receiver.comeBack();

    try (HostJvm host = hosts.next(jdk, 1, 1000).runBy(OPEN_UMASK).start()) {
      host.awaitOutput("scoring");
      Await.that(
          Await.DEFAULT_LIMIT,
          () -> LedgerHosts.delivered(receiver).missing(hosts.ledger(1)).isEmpty(),
          () -> "what the first one left");

      assertThat(open(directory.resolve("plumbline"))).isEmpty();
      assertThat(Files.readString(service.resolve("plumbline.log")))
          .containsOnlyOnce("Open to other users until now, and closed to them: ")
          .contains(key.toString());
    }
  }

  /** What somebody else could enter, read or write. */
  private static List<Path> open(Path directory) throws IOException {
    return all(directory).stream().filter(AtRestIT::isOpen).toList();
  }

  private static boolean isOpen(Path path) {
    try {
      Set<PosixFilePermission> most =
          PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------");
      return !most.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException deliveredMeanwhile) {
      return false;
    }
  }

  private static List<Path> all(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.toList();
    } catch (UncheckedIOException deliveredMeanwhile) {
      return all(directory);
    }
  }
}
