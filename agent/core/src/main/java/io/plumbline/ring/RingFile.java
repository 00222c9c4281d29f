package io.plumbline.ring;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The file under a ring: created with all its pages allocated, so that no touch can fail later.
 *
 * <p>It gets its name when it is whole: a process that dies while it allocates, which takes
 * milliseconds, has no ring, and not one that cannot be read.
 */
final class RingFile {
  private static final int CHUNK = 64 << 10;
  private static final String UNFINISHED = ".new";

  private RingFile() {}

  /**
   * @param prepare writes the header
   * @throws FileAlreadyExistsException when the file is there; it is left alone
   */
  static ByteBuffer create(Path file, int capacity, Consumer<ByteBuffer> prepare)
      throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    return replace(file, capacity, prepare);
  }

  /** As {@link #create}, in the place of what has this name. */
  static ByteBuffer replace(Path file, int capacity, Consumer<ByteBuffer> prepare)
      throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.deleteIfExists(unfinished);
    ByteBuffer bytes = allocateAndMap(unfinished, RingLayout.RECORDS_AT + capacity);
    boolean moved = false;
    try {
      prepare.accept(bytes);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
      return bytes;
    } finally {
      if (!moved) {
        Files.deleteIfExists(unfinished); // gives its space back to the host
      }
    }
  }

  private static ByteBuffer allocateAndMap(Path file, int size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(CREATE_NEW, READ, WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      writeZeros(channel, size);
      return channel.map(MapMode.READ_WRITE, 0, size);
    } catch (IOException e) {
      Files.deleteIfExists(file); // gives its space back to the host
      throw e;
    }
  }

  // Written, not truncated to size: a sparse page that finds the disk full kills the JVM (SIGBUS).
  private static void writeZeros(FileChannel channel, int size) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
    for (int left = size; left > 0; ) {
      left -= channel.write(zeros.clear().limit(Math.min(left, CHUNK)));
    }
  }
}
