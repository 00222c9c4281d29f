package io.plumbline.it.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What is on the heap of a host. */
public final class HostHeap {
  private HostHeap() {}

  /** Waits until no more than so many objects of a class are reachable. */
  public static void awaitAtMost(
      HostJvm host, Jdk jdk, String className, int count, Duration limit) {
    Await.that(
        limit,
        () -> count(host, jdk, className) <= count,
        () ->
            "at most " + count + " of " + className + "; there are " + count(host, jdk, className));
  }

  /** A histogram of live objects collects garbage first. */
  private static int count(HostJvm host, Jdk jdk, String className) {
    return (int)
        histogram(host, jdk)
            .lines()
            .map(String::strip)
            .filter(line -> line.endsWith(" " + className))
            .mapToLong(line -> Long.parseLong(line.split("\\s+", -1)[1]))
            .sum();
  }

  private static String histogram(HostJvm host, Jdk jdk) {
    String jcmd = jdk.home().resolve("bin/jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(host.pid()), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError("no histogram of " + host.pid(), e);
    }
  }
}
