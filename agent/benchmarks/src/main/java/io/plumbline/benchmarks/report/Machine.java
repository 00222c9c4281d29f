package io.plumbline.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What was measured, and on what. */
public final class Machine {
  private Machine() {}

  /**
   * @param disk where the spools were
   */
  public static String describe(Path disk, Path agentJar, String jdks) throws IOException {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %s, spool on %s; %s; plumbline.jar of %s; load of the machine at the"
            + " end %.1f; %s",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Files.getFileStore(disk).type(),
        jdks,
        Unit.MEGABYTES.write((double) Files.size(agentJar)),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        LocalDate.now(ZoneOffset.UTC));
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
