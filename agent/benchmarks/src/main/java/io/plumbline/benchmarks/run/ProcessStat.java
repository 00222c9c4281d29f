package io.plumbline.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What Linux knows of a process. */
final class ProcessStat {
  private static final long TICK_NANOS = 10_000_000;

  private final Path proc;

  ProcessStat(long pid) {
    this.proc = Path.of("/proc/" + pid);
  }

  /** Of all threads, also those that have ended; in steps of 10 ms. */
  long cpuNanos() throws IOException {
    String stat = Files.readString(proc.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_NANOS;
  }

  /**
   * Of living threads, exactly.
   *
   * @param prefix of their names
   */
  long cpuNanosOfThreads(String prefix) throws IOException {
    long sum = 0;
    try (Stream<Path> tasks = Files.list(proc.resolve("task"))) {
      for (Path task : tasks.toList()) {
        sum += cpuNanosOf(task, prefix);
      }
    }
    return sum;
  }

  private static long cpuNanosOf(Path task, String prefix) throws IOException {
    try {
      return Files.readString(task.resolve("comm")).startsWith(prefix)
          ? Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", -1)[0])
          : 0;
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }

  long threads() throws IOException {
    try (Stream<Path> tasks = Files.list(proc.resolve("task"))) {
      return tasks.count();
    }
  }

  long residentBytes() throws IOException {
    return resident(mapping -> true);
  }

  /**
   * @param wantedMapping tells by a line of {@code smaps}, which ends with the file that is mapped
   */
  long resident(Predicate<String> wantedMapping) throws IOException {
    long kilobytes = 0;
    boolean wanted = false;
    for (String line : smaps()) {
      if (isMapping(line)) {
        wanted = wantedMapping.test(line);
      } else if (wanted && line.startsWith("Rss:")) {
        kilobytes += Long.parseLong(line.substring(4, line.length() - 2).strip());
      }
    }
    return kilobytes << 10;
  }

  private List<String> smaps() {
    try {
      return Files.readAllLines(proc.resolve("smaps"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines of values begin with a capital letter, those of mappings with an address. */
  private static boolean isMapping(String line) {
    return line.substring(0, 1).equals(line.substring(0, 1).toLowerCase(Locale.ROOT));
  }
}
