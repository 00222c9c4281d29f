package io.plumbline.benchmarks.run;

import io.plumbline.benchmarks.report.Machine;
import io.plumbline.benchmarks.report.ResultsPage;
import io.plumbline.benchmarks.report.Row;
import io.plumbline.benchmarks.report.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command behind {@code agent/benchmarks/run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what Plumbline costs, beside what it is compared with, and writes RESULTS.md.",
      "",
      "Suites: per-call, jmh, throughput, start, stalls; \"report\" only writes the page anew. What"
          + " was measured before and is not measured again stays. Measure on a quiet machine."
    })
final class Benchmarks implements Callable<Integer> {
  private static final List<Suite> SUITES =
      List.of(
          new PerCallSuite(),
          new JmhSuite(),
          new ThroughputSuite(),
          new StartSuite(),
          new StallSuite());

  @Parameters(paramLabel = "SUITE", description = "All when none is named.")
  private List<String> suites = new ArrayList<>();

  @Option(names = "--full", description = "All cells, each for longer: hours instead of minutes.")
  private boolean full;

  @Option(names = "--rounds", paramLabel = "N", description = "Repetitions of each cell.")
  private int rounds;

  @Option(
      names = "--cells",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only cells in whose name this is found, e.g. \"body 2\".")
  private Pattern cells = Pattern.compile("");

  @Option(
      names = "--jdk",
      paramLabel = "N",
      split = ",",
      defaultValue = "17,25",
      description = "JDKs, found beside the running one (default: ${DEFAULT-VALUE}).")
  private List<Integer> jdks = new ArrayList<>();

  @Option(names = "--root", paramLabel = "DIR", defaultValue = ".", description = "The checkout.")
  private Path root = Path.of(".");

  @Option(
      names = "--scratch",
      paramLabel = "DIR",
      description =
          "For the hosts' directories and spools, on the disk that is to be measured (default:"
              + " agent/benchmarks/target/hosts).")
  private Path scratch = Path.of("");

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path checkout = root.toAbsolutePath().normalize();
    Path hosts =
        scratch.toString().isEmpty()
            ? checkout.resolve("agent/benchmarks/target/hosts")
            : scratch.toAbsolutePath();
    Workplace workplace = new Workplace(checkout, hosts);
    for (Suite suite : chosen()) {
      run(suite, workplace);
    }
    writePage(workplace);
    return ExitCode.OK;
  }

  private List<Suite> chosen() {
    for (String name : suites) {
      if (!name.equals("report") && SUITES.stream().noneMatch(suite -> suite.name().equals(name))) {
        throw new IllegalArgumentException("no suite " + name);
      }
    }
    return SUITES.stream()
        .filter(suite -> suites.isEmpty() || suites.contains(suite.name()))
        .toList();
  }

  private void run(Suite suite, Workplace workplace) throws IOException, InterruptedException {
    List<Path> missing = workplace.missing(suite.needs(workplace));
    if (!missing.isEmpty()) {
      throw new IOException(suite.name() + " needs " + missing);
    }
    int repetitions = rounds > 0 ? rounds : full ? 9 : 5;
    Path file = results(workplace).resolve(suite.name() + ".jsonl");
    for (Jdk jdk : Jdk.find(jdks)) {
      System.out.println("measuring " + suite.name() + " on " + jdk);
      Rows older = Rows.load(file);
      List<Row> rows = new ArrayList<>();
      suite.run(
          workplace,
          jdk,
          new Effort(repetitions, full, cells),
          row -> keep(row, rows, older, file));
    }
    Files.writeString(
        results(workplace).resolve("machine.txt"),
        Machine.describe(workplace.scratch(), workplace.agentJar(), Jdk.find(jdks).toString()));
  }

  /** Written at once: who ends this early has what was measured until then. */
  private static void keep(Row row, List<Row> rows, Rows older, Path file) {
    if (row.isFailed()) {
      complain(row);
    }
    rows.add(row);
    try {
      new Rows(rows).over(older).save(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void complain(Row row) {
    System.err.println(row.contestant() + ", " + row.cell() + " failed: " + row.failure());
  }

  private static Path results(Workplace workplace) throws IOException {
    return Files.createDirectories(workplace.benchmarks().resolve("results"));
  }

  private static void writePage(Workplace workplace) throws IOException {
    List<Row> all = new ArrayList<>();
    for (String suite : ResultsPage.SUITES) {
      all.addAll(Rows.load(results(workplace).resolve(suite + ".jsonl")).where(row -> true));
    }
    Path machine = results(workplace).resolve("machine.txt");
    new ResultsPage(new Rows(all), Files.exists(machine) ? Files.readString(machine) : "")
        .writeInto(workplace.benchmarks().resolve("RESULTS.md"));
  }
}
