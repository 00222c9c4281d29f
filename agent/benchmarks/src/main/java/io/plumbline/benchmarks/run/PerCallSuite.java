package io.plumbline.benchmarks.run;

import io.plumbline.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a call costs its caller. All contestants of a group live at the same time, and each cell is
 * measured with one after the other, again and again, so that whatever else the machine does meets
 * all of them alike.
 */
final class PerCallSuite implements Suite {
  private static final int[] BODY_MICROS = {0, 2, 50};
  private static final int BURSTS_PER_SECOND = 40;

  /** Until everything is compiled; what is behind the calls, too. */
  private static final int FIRST_WARM_UPS = 5;

  /**
   * What is asked of all contestants of a group in turn.
   *
   * @param micros of the model's body; 0 for real libraries
   */
  private record Cell(String name, int micros, String load) {}

  @Override
  public String name() {
    return "per-call";
  }

  @Override
  public List<Path> needs(Workplace workplace) {
    return List.of(Agent.OPENTELEMETRY.jar(workplace));
  }

  @Override
  public void run(Workplace workplace, Jdk jdk, Effort effort, Consumer<Row> rows)
      throws IOException, InterruptedException {
    try (CountingReceiver receiver = new CountingReceiver()) {
      Contestants contestants = new Contestants(workplace);
      try (Lanes lanes = new Lanes(name(), jdk, workplace, receiver)) {
        lanes.start(contestants.arrays(receiver.endpoint()));
        measure(lanes, arrayCells(effort), effort, rows);
      }
      List<Contestant> paths = contestants.paths();
      // Two at a time: a pair is compared with itself only.
      for (int i = 0; i < paths.size(); i += 2) {
        try (Lanes lanes = new Lanes(name(), jdk, workplace, receiver)) {
          List<Cell> cells = pathCells(effort);
          if (!cells.isEmpty()) {
            lanes.start(paths.subList(i, i + 2));
            measure(lanes, cells, effort, rows);
          }
        }
      }
    }
  }

  private static void measure(Lanes lanes, List<Cell> cells, Effort effort, Consumer<Row> rows)
      throws InterruptedException {
    Map<Integer, Integer> rounds = new HashMap<>(Map.of(0, 0));
    for (Cell cell : cells) {
      rounds.computeIfAbsent(cell.micros(), lanes::calibrate);
    }
    int warmUps = FIRST_WARM_UPS;
    for (Cell cell : cells) {
      String order = "measure " + cell.load() + " rounds=" + rounds.get(cell.micros());
      for (int warmUp = 0; warmUp < warmUps; warmUp++) {
        lanes.warmUp(order);
      }
      warmUps = 1;
      for (int round = 1; round <= effort.rounds(); round++) {
        lanes.measure(cell.name(), round, order).forEach(rows);
      }
    }
  }

  private static List<Cell> arrayCells(Effort effort) {
    List<Cell> cells = new ArrayList<>();
    for (int micros : BODY_MICROS) {
      for (int threads : new int[] {1, 4}) {
        String body =
            "body " + micros + " µs, " + threads + (threads == 1 ? " thread" : " threads");
        cells.add(bursts(body, micros, threads, effort));
        if (effort.full() || (micros > 0 && threads == 1)) {
          cells.add(closed(body, micros, threads, effort));
        }
      }
    }
    for (int rate : effort.full() ? new int[] {1, 10, 100, 10_000} : new int[] {100, 10_000}) {
      for (int threads : new int[] {1, 4}) {
        if (effort.full() || rate == 100 == (threads == 1)) {
          cells.add(open(2, threads, rate, effort));
        }
      }
    }
    return cells.stream().filter(cell -> effort.includes(cell.name())).toList();
  }

  private static List<Cell> pathCells(Effort effort) {
    List<Cell> cells = new ArrayList<>();
    for (int threads : effort.full() ? new int[] {1, 4} : new int[] {1}) {
      String name = "own body, " + threads + (threads == 1 ? " thread" : " threads");
      cells.add(bursts(name, 0, threads, effort));
      cells.add(closed(name, 0, threads, effort));
    }
    return cells.stream().filter(cell -> effort.includes(cell.name())).toList();
  }

  private static Cell bursts(String name, int micros, int threads, Effort effort) {
    return new Cell(
        name + ", bursts",
        micros,
        "pace=bursts threads=%d rate=%d millis=%d"
            .formatted(threads, 1000 * BURSTS_PER_SECOND / threads, effort.millis(400, 2000)));
  }

  private static Cell closed(String name, int micros, int threads, Effort effort) {
    return new Cell(
        name + ", closed loop",
        micros,
        "pace=closed threads=%d millis=%d".formatted(threads, effort.millis(400, 2000)));
  }

  private static Cell open(int micros, int threads, int rate, Effort effort) {
    return new Cell(
        "body %d µs, %d %s, %,d calls/s each"
            .formatted(micros, threads, threads == 1 ? "thread" : "threads", rate),
        micros,
        "pace=open threads=%d rate=%d millis=%d"
            .formatted(threads, rate, Math.max(effort.millis(1000, 5000), 10_000 / rate)));
  }
}
