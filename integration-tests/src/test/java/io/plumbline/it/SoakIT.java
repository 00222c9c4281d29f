package io.plumbline.it;

import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.Seed;
import io.plumbline.it.harness.SmallDisk;
import io.plumbline.it.harness.SmallDisk.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can go wrong, one after the other and again and again, under load, and the table
 * of what came of it. {@code -Dplumbline.it.soak=300} goes on for so many seconds on each JDK.
 */
@Tag("soak")
class SoakIT {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("plumbline.it.soak", 25));

  /** A tenth of what is free is the spool's: three segments. */
  private static final long DISK_BYTES = 288L << 20;

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  void noCallFailsAndNoneIsLostWithoutAName(Jdk jdk) throws IOException {
    SplittableRandom random = Seed.of("SoakIT");
    try (SmallDisk disk =
        SmallDisk.mount(Kind.usual(), directory.resolve("plumbline"), DISK_BYTES)) {
      LedgerHosts hosts =
          new LedgerHosts(directory, receiver, OtlpProtocol.GRPC)
              .spoolSeenAt(disk.seen())
              .patient()
              .bulky(1000)
              .configured(
                  """
                  spool: {directory: plumbline, min_free_disk: 0B, ring_size: 1MiB}
                  export: {shutdown_timeout: 2s, timeout: 3s}
                  """);
      Accounts accounts = Accounts.keptInsteadOf(receiver, hosts);
      SoakedHosts soaked = new SoakedHosts(jdk, hosts, disk, receiver, random);
      long until = System.nanoTime() + TIME.toNanos();
      do {
        soaked.liveAndDie();
      } while (System.nanoTime() < until);
      receiver.answer(request -> Answer.accept());
      soaked.finish();

      SoakTable table = new SoakTable(jdk, TIME, soaked, accounts);
      System.out.println(table);
      Path target = Files.createDirectories(Path.of("target"));
      Files.writeString(target.resolve("soak-" + jdk.feature() + ".md"), table.toString());
      accounts.assertExact(soaked.stoppedInCalls(), (long) LedgerHosts.MAX_BATCH * hosts.runs());
    }
  }
}
