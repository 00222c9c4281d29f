package io.plumbline.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the streams of a service take, as seen from outside. */
public final class SpoolUse {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private final Path service;
  private final long segmentBytes;
  private final Set<Path> seen = new HashSet<>();

  /**
   * @param segmentBytes what a mapped segment takes; its file is longer
   */
  public SpoolUse(Path service, long segmentBytes) {
    this.service = service;
    this.segmentBytes = segmentBytes;
  }

  /** In the segments of all streams at one moment, those made in advance included. */
  public long bytes() {
    List<Path> before = files(); // while one looks, one may go and another come
    return files().stream()
        .filter(before::contains)
        .mapToLong(file -> Math.min(segmentBytes, file.toFile().length()))
        .sum();
  }

  public int segments() {
    return files().size();
  }

  /** Those that were there when somebody looked. */
  public int segmentsSoFar() {
    seen.addAll(files());
    return seen.size();
  }

  private List<Path> files() {
    while (Files.exists(service)) {
      try (Stream<Path> files = Files.walk(service)) {
        return files
            .filter(file -> !file.toString().contains("quarantine"))
            .filter(file -> file.toString().matches(".*\\.(cq4|seg|precreated)"))
            .toList();
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e; // else one went while we looked
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.of();
  }

  /** Files of the service that a process has open. */
  public int openFiles(long pid) {
    Path descriptors = Path.of("/proc/" + pid + "/fd");
    try (Stream<Path> files = Files.list(descriptors)) {
      return (int) files.filter(this::isOfService).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isOfService(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(service.toRealPath());
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  /** Of files of the service, those that are gone included. */
  public int maps(long pid) {
    try {
      String place = service.toRealPath() + "/";
      return (int)
          Files.readAllLines(Path.of("/proc/" + pid + "/maps")).stream()
              .filter(line -> line.contains(place))
              .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a process, after a garbage collection. */
  public static long liveHeapBytes(Jdk jdk, long pid) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  jdk.home().resolve("bin/jcmd").toString(),
                  Long.toString(pid),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String output = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
      Matcher total = TOTAL.matcher(output);
      if (!total.find()) {
        throw new IllegalStateException(output);
      }
      return Long.parseLong(total.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return segmentsSoFar() + " segments so far, now " + files();
  }
}
