package io.plumbline.benchmarks.run;

import io.plumbline.benchmarks.report.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The JMH benchmarks of this module, one short fork of each a round. */
final class JmhSuite implements Suite {
  private static final List<String> BENCHMARKS = List.of("CaptureBenchmark", "RelayBenchmark");

  @Override
  public String name() {
    return "jmh";
  }

  @Override
  public void run(Workplace workplace, Jdk jdk, Effort effort, Consumer<Row> rows)
      throws IOException, InterruptedException {
    for (int round = 1; round <= effort.rounds(); round++) {
      for (String benchmark : BENCHMARKS) {
        if (effort.includes(benchmark)) {
          round(benchmark, jdk, effort, round).forEach(rows);
        }
      }
    }
  }

  private List<Row> round(String benchmark, Jdk jdk, Effort effort, int round) {
    Options options =
        new OptionsBuilder()
            .include("\\." + benchmark + "\\.")
            .jvm(jdk.java().toString())
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(effort.millis(400, 1000)))
            .measurementIterations(3)
            .measurementTime(TimeValue.milliseconds(effort.millis(300, 1000)))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .build();
    try {
      List<Row> rows = new ArrayList<>();
      for (RunResult result : new Runner(options).run()) {
        rows.add(row(result, benchmark, jdk, round));
      }
      return rows;
    } catch (RunnerException e) {
      return List.of(Row.failed(name(), jdk.feature(), benchmark, benchmark, round, e));
    }
  }

  private Row row(RunResult result, String benchmark, Jdk jdk, int round) {
    Map<String, Double> values = new HashMap<>();
    for (String measured : result.getSecondaryResults().keySet()) {
      if (measured.endsWith("gc.alloc.rate.norm")) {
        values.put("bytes", result.getSecondaryResults().get(measured).getScore());
      }
    }
    Result<?> primary = result.getPrimaryResult();
    values.put("nanos", primary.getScore());
    return new Row(name(), jdk.feature(), primary.getLabel(), benchmark, round, values, null);
  }
}
