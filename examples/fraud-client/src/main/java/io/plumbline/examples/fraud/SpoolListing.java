package io.plumbline.examples.fraud;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the spool. */
final class SpoolListing {
  private final Path directory;

  SpoolListing(Path directory) {
    this.directory = directory;
  }

  void printTo(PrintStream out) throws IOException {
    if (!Files.isDirectory(directory)) {
      out.println("  does not exist");
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> files = tree.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        out.printf("  %,12d bytes  %s%n", Files.size(file), directory.relativize(file));
      }
    }
  }
}
