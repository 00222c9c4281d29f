package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The files of a directory as they once were, to be put back as often as is wanted. */
public final class Snapshot {
  private final Path directory;
  private final Map<Path, byte[]> files = new TreeMap<>();

  public Snapshot(Path directory) throws IOException {
    this.directory = directory;
    try (var all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(file), Files.readAllBytes(file));
      }
    }
  }

  /** By their paths below the directory. */
  public List<Path> files() {
    return new ArrayList<>(files.keySet());
  }

  public byte[] bytes(Path file) {
    byte[] bytes = files.get(file);
    if (bytes == null) {
      throw new IllegalArgumentException("no " + file);
    }
    return bytes;
  }

  public void putBack() throws IOException {
    OwnedFiles.deleteTree(directory);
    OwnedFiles.createDirectory(directory);
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Path parent = Objects.requireNonNull(path.getParent());
      if (!Files.exists(parent)) {
        OwnedFiles.createDirectory(parent);
      }
      Files.write(path, file.getValue());
    }
  }
}
