package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Which file systems records can be mapped on: those where a page, once written, stays allocated
 * when it is written again. On the others a full disk could kill the host.
 *
 * <p>XFS is not among them: it may have been made with {@code reflink=1}, as is the default, and
 * that cannot be seen from here. A copy of a file then shares its pages until they are written.
 */
final class FileStores {
  private static final Set<String> MAPPABLE = Set.of("ext2", "ext3", "ext4", "tmpfs");

  private FileStores() {}

  /**
   * @return mapped, file or memory
   */
  static SpoolMode modeFor(Path directory, SpoolMode wanted) throws IOException {
    if (wanted != SpoolMode.AUTO) {
      return wanted;
    }
    return MAPPABLE.contains(typeOf(directory)) ? SpoolMode.MAPPED : SpoolMode.FILE;
  }

  static String typeOf(Path directory) throws IOException {
    return Files.getFileStore(directory).type();
  }
}
