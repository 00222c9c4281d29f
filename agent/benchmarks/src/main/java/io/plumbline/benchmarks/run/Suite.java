package io.plumbline.benchmarks.run;

import io.plumbline.benchmarks.report.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Measurements that belong together. */
interface Suite {
  String name();

  /** What must be there besides the agent. */
  List<Path> needs(Workplace workplace);

  Rows run(Workplace workplace, Jdk jdk, Effort effort) throws IOException, InterruptedException;
}
