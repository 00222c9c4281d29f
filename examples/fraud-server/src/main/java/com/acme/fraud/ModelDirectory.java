package com.acme.fraud;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the trained models are. */
record ModelDirectory(Path path) {
  Path file(String name) {
    Path file = path.resolve(name).toAbsolutePath().normalize();
    if (!Files.isReadable(file)) {
      throw new IllegalStateException("no model at " + file + "; give --models=DIR");
    }
    return file;
  }
}
