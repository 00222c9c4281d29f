package io.plumbline.export;

import java.io.IOException;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/**
 * CPU time of one thread, as Linux counts it in {@code /proc/thread-self/schedstat} (proc(5)): 2 µs
 * a reading, and none of the 900 classes that java.lang.management brings.
 */
final class ThreadCpuTime implements AutoCloseable {
  private static final String FILE = "/proc/thread-self/schedstat";

  private final RandomAccessFile file;
  private final byte[] text = new byte[64];

  private ThreadCpuTime(RandomAccessFile file) {
    this.file = file;
  }

  /** Of the thread that asks; null where the system does not tell. */
  static @Nullable ThreadCpuTime ofThisThread() {
    RandomAccessFile file = null;
    try {
      file = new RandomAccessFile(FILE, "r");
      ThreadCpuTime time = new ThreadCpuTime(file);
      if (time.nanos() > 0) {
        return time;
      }
      file.close();
    } catch (IOException e) {
      closeQuietly(file);
    }
    return null;
  }

  private static void closeQuietly(@Nullable RandomAccessFile file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // It was open for reading: nothing is lost.
    }
  }

  /**
   * @return ns on a core since the thread began
   * @throws IOException when it cannot be read, or is not a number
   */
  long nanos() throws IOException {
    file.seek(0);
    int length = file.read(text);
    long nanos = 0;
    int i = 0;
    while (i < length && text[i] >= '0' && text[i] <= '9') {
      nanos = 10 * nanos + (text[i++] - '0');
    }
    if (i == 0) {
      throw new IOException(FILE + " does not begin with a number");
    }
    return nanos;
  }

  @Override
  public void close() {
    closeQuietly(file);
  }
}
