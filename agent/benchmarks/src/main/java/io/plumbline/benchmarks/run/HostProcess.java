package io.plumbline.benchmarks.run;

import io.plumbline.diagnostics.JsonReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A living host in a directory of its own, which goes with it. */
final class HostProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String END_OF_OUTPUT = "\u0000end";

  private final Path directory;
  private final Process process;
  private final long started;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final BufferedWriter orders;

  private HostProcess(Path directory, Process process, long started) {
    this.directory = directory;
    this.process = process;
    this.started = started;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  static HostProcess start(Contestant contestant, Jdk jdk, Workplace workplace, String endpoint)
      throws IOException {
    return start(contestant, jdk, workplace, endpoint, List.of());
  }

  /**
   * @param runner becomes the JVM; {@code {}} in it stands for the host's directory
   */
  static HostProcess start(
      Contestant contestant, Jdk jdk, Workplace workplace, String endpoint, List<String> runner)
      throws IOException {
    Path directory = workplace.newDirectory(contestant.name());
    PlumblineYaml.write(directory.resolve("plumbline.yaml"));
    List<String> command = new ArrayList<>();
    runner.forEach(word -> command.add(word.replace("{}", directory.toString())));
    command.add(jdk.java().toString());
    Agent agent = contestant.agent();
    command.addAll(agent.flags(agent.jar(workplace), directory, endpoint));
    command.addAll(contestant.flags());
    if (!contestant.classPath().isEmpty()) {
      command.addAll(List.of("-cp", contestant.classPath()));
    }
    command.addAll(contestant.host());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(directory.resolve("stderr").toFile());
    builder.environment().keySet().removeIf(Contestant::reachesIntoHosts);
    builder.environment().putAll(agent.environment(endpoint));
    builder.environment().putAll(contestant.environment());
    long started = System.nanoTime();
    return new HostProcess(directory, builder.start(), started);
  }

  private void read() {
    try {
      process.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add);
    } catch (UncheckedIOException e) {
      // It was ended.
    }
    lines.add(END_OF_OUTPUT);
  }

  long pid() {
    return process.pid();
  }

  Path directory() {
    return directory;
  }

  /** Since it was started. */
  long ageNanos() {
    return System.nanoTime() - started;
  }

  /** The next line that fits. */
  String awaitLine(Predicate<String> fits) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.equals(END_OF_OUTPUT)) {
        throw new IOException(
            (line == null ? "did not answer" : "ended with " + process.waitFor()) + ": " + said());
      }
      if (fits.test(line)) {
        return line;
      }
    }
  }

  /** To a {@code ScoringServer}. */
  Map<String, Double> order(String words) throws IOException, InterruptedException {
    orders.write(words);
    orders.newLine();
    orders.flush();
    return answer();
  }

  /** The next answer of a {@code ScoringServer}. */
  Map<String, Double> answer() throws IOException, InterruptedException {
    Map<String, Double> numbers = new HashMap<>();
    if (JsonReader.read(awaitLine(line -> line.startsWith("{"))) instanceof Map<?, ?> fields) {
      fields.forEach(
          (name, value) -> {
            if (value instanceof Number number) {
              numbers.put(String.valueOf(name), number.doubleValue());
            }
          });
    }
    return numbers;
  }

  /** Its input ends, and so does it. */
  void end() throws IOException, InterruptedException {
    orders.close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("did not end");
    }
  }

  /** The end of its stderr. */
  String said() throws IOException {
    Path stderr = directory.resolve("stderr");
    List<String> text = Files.exists(stderr) ? Files.readAllLines(stderr) : List.of();
    return String.join(" / ", text.subList(Math.max(0, text.size() - 3), text.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      int ignored = process.waitFor();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
