package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Allocates pages by writing zeros, before anything is mapped over them.
 *
 * <p>Chronicle Queue grows its files by setting their length, which makes them sparse; when the
 * disk is full, the first touch of such a page is a SIGBUS that kills the host. Here a full disk is
 * an {@link IOException} on our own thread.
 */
final class Preallocation {
  private static final int CHUNK = 256 << 10;

  private final long minFreeDiskBytes;
  private final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);

  Preallocation(long minFreeDiskBytes) {
    this.minFreeDiskBytes = minFreeDiskBytes;
  }

  /** Allocates a new file whole, or leaves nothing behind. */
  void create(Path file, int bytes) throws IOException {
    Files.deleteIfExists(file); // what an attempt that the process did not survive has left
    try {
      extend(file, bytes);
    } catch (IOException e) {
      Files.deleteIfExists(file); // gives its space back to the host
      throw e;
    }
  }

  /** Allocates what a file, there or not, lacks to be {@code bytes} long. */
  void extend(Path file, int bytes) throws IOException {
    try (FileChannel channel = OwnedFiles.openForWriting(file)) {
      long missing = bytes - channel.size();
      if (missing > 0) {
        requireFree(file, missing);
      }
      for (long at = channel.size(); at < bytes; ) {
        at += channel.write(zeros.clear().limit((int) Math.min(CHUNK, bytes - at)), at);
      }
    }
  }

  void requireFree(Path file, long bytes) throws IOException {
    long free = Files.getFileStore(file).getUsableSpace();
    if (free - bytes < minFreeDiskBytes) {
      throw new IOException(
          "only "
              + (free >> 20)
              + " MiB are free, "
              + (minFreeDiskBytes >> 20)
              + " are left alone");
    }
  }
}
