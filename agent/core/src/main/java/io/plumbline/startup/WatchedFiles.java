package io.plumbline.startup;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What files hold, to tell that it has changed: by their content, since Kubernetes changes a
 * mounted file through a link two levels above, editors by rename, and clocks may stand still. A
 * configuration and its tokens are a few kilobytes.
 */
final class WatchedFiles {
  /** As large as a configuration may be, and one more. */
  private static final int MAX_BYTES = (1 << 20) + 1;

  private static final long ABSENT = -1;

  private Map<String, Long> seen;

  /**
   * @param known what each of them held when it was looked at, before it was read
   */
  WatchedFiles(Map<String, Long> known) {
    this.seen = known;
  }

  /** What each file holds now. */
  static Map<String, Long> look(Set<String> files) {
    Map<String, Long> now = new TreeMap<>();
    files.forEach(file -> now.put(file, contentOf(file)));
    return now;
  }

  private static long contentOf(String name) {
    File file = new File(name);
    if (!file.isFile()) {
      return ABSENT; // a pipe would never end
    }
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      return crc.getValue() << 21 | bytes.length;
    } catch (IOException e) {
      return ABSENT;
    }
  }

  /** Whether they are other than what was told to be known. */
  boolean haveChanged(Map<String, Long> now) {
    return !now.equals(seen);
  }

  /** From now on these count as known. */
  void know(Map<String, Long> now) {
    seen = now;
  }

  Set<String> names() {
    return seen.keySet();
  }
}
