package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Keeps aside what could not be read, for somebody to look at: the latest piece only, so that it
 * cannot fill the disk. It goes with its stream.
 */
final class Quarantine {
  private Quarantine() {}

  static void move(Path damaged, Path quarantine) throws IOException {
    if (!Files.exists(damaged, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    OwnedFiles.deleteTree(quarantine);
    try {
      OwnedFiles.createDirectory(quarantine);
      Files.move(damaged, quarantine.resolve(damaged.getFileName()));
    } catch (FileAlreadyExistsException e) {
      OwnedFiles.deleteTree(damaged); // must not stay where it was, whatever happens
    }
  }
}
