package io.plumbline.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The counters that HotSpot keeps of itself, by {@code jcmd PID PerfCounter.print}. */
final class JvmCounters {
  private final Map<String, Long> counters = new HashMap<>();

  private JvmCounters(String printed) {
    for (String line : printed.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && line.substring(equals + 1).matches("-?\\d+")) {
        counters.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
      }
    }
  }

  static JvmCounters of(Jdk jdk, long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(jdk.jcmd().toString(), Long.toString(pid), "PerfCounter.print")
            .redirectErrorStream(true)
            .start();
    String printed = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd says " + printed.strip());
    }
    return new JvmCounters(printed);
  }

  static JvmCounters parse(String printed) {
    return new JvmCounters(printed);
  }

  /** Loaded from class files, and from the archive of class-data sharing. */
  long classes() {
    return counter("java.cls.loadedClasses") + sharedClasses();
  }

  long sharedClasses() {
    return counter("java.cls.sharedLoadedClasses");
  }

  long metaspaceBytes() {
    return counter("sun.gc.metaspace.used");
  }

  /** All generations. */
  long heapBytes() {
    return counters.entrySet().stream()
        .filter(
            entry -> entry.getKey().matches("sun\\.gc\\.generation\\.\\d+\\.space\\.\\d+\\.used"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private long counter(String name) {
    return counters.getOrDefault(name, 0L);
  }
}
