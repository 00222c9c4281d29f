package io.plumbline.benchmarks.run;

import io.plumbline.benchmarks.report.Named;
import io.plumbline.benchmarks.report.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How long a thread of the host is held up at most, while the spool rolls, metrics are collected,
 * spans are exported, and the disk is full for a while. Each call is followed by as much time that
 * nobody observes: what holds that up is the machine.
 */
final class StallSuite implements Suite {
  private static final int THREADS = 2;
  private static final int PER_SECOND = 5_000;

  /**
   * A disk of 256 MB of its own, full from a third of the run to two thirds; of ext4 where that may
   * be mounted. {@code $1} is that third in seconds.
   */
  private static final String SMALL_DISK =
      """
      d={}/disk; mkdir -p $d
      { truncate -s 256M {}/image && mkfs.ext4 -q -F -m 0 {}/image && mount -o loop {}/image $d ; } \
        2>/dev/null || mount -t tmpfs -o size=256m tmpfs $d || exit 9
      chmod 0700 $d
      { sleep $1; dd if=/dev/zero of=$d/filler bs=1M; dd if=/dev/zero of=$d/crumbs bs=4k
        sleep $1; rm -f $d/filler $d/crumbs; } >/dev/null 2>&1 </dev/null &
      shift; exec "$@"
      """;

  @Override
  public String name() {
    return "stalls";
  }

  @Override
  public void run(Workplace workplace, Jdk jdk, Effort effort, Consumer<Row> rows)
      throws IOException, InterruptedException {
    for (int round = 1; round <= Math.max(1, effort.rounds() / 2); round++) {
      for (String cell : new String[] {"quiet", "rolls, metrics, export, full disk"}) {
        for (String contestant : new String[] {Named.ARRAY_ALONE, Named.ARRAY}) {
          if (effort.includes(cell)) {
            rows.accept(row(workplace, jdk, effort, contestant, cell, round));
          }
        }
      }
    }
  }

  private Row row(Workplace workplace, Jdk jdk, Effort effort, String name, String cell, int round)
      throws InterruptedException {
    long seconds = effort.millis(18_000, 90_000) / 1000;
    try (CountingReceiver receiver = new CountingReceiver()) {
      Contestant contestant = new Contestants(workplace).array(name, receiver.endpoint());
      boolean disturbed = !cell.equals("quiet");
      if (disturbed) {
        contestant =
            contestant
                .with("OTEL_METRIC_EXPORT_INTERVAL", "500")
                .with("PLUMBLINE_SPOOL_DIRECTORY", "disk")
                .with("PLUMBLINE_SPOOL_MAX_SIZE", "16MiB")
                .with("PLUMBLINE_SPOOL_MIN_FREE_DISK", "1MiB");
      }
      try (HostProcess host =
          HostProcess.start(
              contestant,
              jdk,
              workplace,
              receiver.endpoint(),
              disturbed ? smallDisk(seconds / 3) : List.of())) {
        return new Row(name(), jdk.feature(), name, cell, round, measure(host, seconds), null);
      }
    } catch (IOException e) {
      return Row.failed(name(), jdk.feature(), name, cell, round, e);
    }
  }

  private static List<String> smallDisk(long third) {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> command =
        new ArrayList<>(
            root
                ? List.of("unshare", "--mount")
                : List.of("unshare", "--map-root-user", "--mount"));
    command.addAll(List.of("sh", "-c", SMALL_DISK, "sh", Long.toString(third)));
    return command;
  }

  private static Map<String, Double> measure(HostProcess host, long seconds)
      throws IOException, InterruptedException {
    Map<String, Double> ready = host.answer();
    String load =
        "measure pace=open threads=%d rate=%d control=true millis=".formatted(THREADS, PER_SECOND);
    ready.putAll(host.order(load + 2_000)); // until it is compiled
    return host.order(load + seconds * 1_000);
  }
}
