package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The file systems on which a page, once written, stays allocated when it is written again. */
final class MappableStores {
  private static final Set<String> TYPES = Set.of("ext2", "ext3", "ext4", "xfs", "tmpfs");

  private MappableStores() {}

  /**
   * @throws IOException when files there are not to be mapped
   */
  static void require(Path directory, SpoolMode mode) throws IOException {
    if (mode == SpoolMode.MEMORY) {
      throw new IOException("spool.mode is memory");
    }
    String type = Files.getFileStore(directory).type();
    if (mode == SpoolMode.AUTO && !TYPES.contains(type)) {
      throw new IOException(
          "its file system is "
              + type
              + ", where mapped files are not known to be safe; use one of "
              + String.join(", ", TYPES.stream().sorted().toList())
              + " or set spool.mode: mapped");
    }
  }
}
