package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who holds a file lock, without trying for it: even a try would keep an adopter away. As the
 * kernel tells it in {@code /proc/locks}; processes in other containers are not in there.
 */
final class HeldLocks {
  static final Path TOLD_IN = Path.of("/proc/locks");

  /** For example {@code 1: POSIX ADVISORY WRITE 4711 fe:00:10002590 0 EOF}. */
  private static final int KIND = 1;

  private static final int PID = 4;
  private static final int FILE = 5;

  /** Where a file shows another device than the kernel has for it. */
  private static final Set<String> OTHER_DEVICES = Set.of("btrfs", "overlay");

  private final List<String> lines;

  /**
   * @param lines of {@code /proc/locks}
   */
  HeldLocks(List<String> lines) {
    this.lines = lines;
  }

  /**
   * @throws IOException when this system does not tell
   */
  static HeldLocks now() throws IOException {
    return new HeldLocks(Files.readAllLines(TOLD_IN));
  }

  /** The process that holds it. */
  OptionalLong holder(Path file) throws IOException {
    long device = (long) Files.getAttribute(file, "unix:dev", NOFOLLOW_LINKS);
    long inode = (long) Files.getAttribute(file, "unix:ino", NOFOLLOW_LINKS);
    String name = String.format(Locale.ROOT, "%02x:%02x:%d", major(device), minor(device), inode);
    OptionalLong holder = holder(name);
    return holder.isEmpty() && OTHER_DEVICES.contains(Files.getFileStore(file).type())
        ? holder(":" + inode)
        : holder;
  }

  private OptionalLong holder(String endOfName) {
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", -1);
      // Somebody who waits for a lock has "->" before its kind.
      if (words.length > FILE && words[KIND].equals("POSIX") && words[FILE].endsWith(endOfName)) {
        return OptionalLong.of(Long.parseLong(words[PID]));
      }
    }
    return OptionalLong.empty();
  }

  private static long major(long device) {
    return ((device >> 8) & 0xfff) | ((device >> 32) & ~0xfffL);
  }

  private static long minor(long device) {
    return (device & 0xff) | ((device >> 12) & ~0xffL);
  }
}
