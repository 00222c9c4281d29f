package io.plumbline.benchmarks.run;

import io.plumbline.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Measurements that belong together. */
interface Suite {
  String name();

  /** What must be there besides the agent. */
  default List<Path> needs(Workplace workplace) {
    return List.of();
  }

  /**
   * @param rows each measurement as soon as it is made
   */
  void run(Workplace workplace, Jdk jdk, Effort effort, Consumer<Row> rows)
      throws IOException, InterruptedException;
}
