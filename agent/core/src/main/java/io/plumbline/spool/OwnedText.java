package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A small file that only its owner can read, and that is always whole. */
public final class OwnedText {
  private static final String UNFINISHED = ".new";
  private static final int MAX_BYTES = 4 << 20;

  private OwnedText() {}

  /**
   * Puts {@code text} in the place of what was there. Its directory must be safe, and one process
   * at a time may do this.
   *
   * @throws IOException when it cannot be written; then what was there still is
   */
  public static void replace(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.deleteIfExists(unfinished);
    try (FileChannel channel = OwnedFiles.create(unfinished)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Puts {@code text} where there is nothing yet: whole or not at all, whenever we die, and by the
   * first of several processes.
   */
  public static void createOnce(Path file, String text) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path directory = Objects.requireNonNull(file.getParent());
    Path own = OwnedFiles.createHidden(directory, file.getFileName().toString());
    try {
      Files.writeString(own, text);
      publish(own, file);
    } finally {
      Files.deleteIfExists(own);
    }
  }

  private static void publish(Path own, Path file) throws IOException {
    try {
      linkOrMove(own, file);
    } catch (FileAlreadyExistsException e) {
      // Somebody was quicker; all use theirs.
    }
  }

  private static void linkOrMove(Path own, Path file) throws IOException {
    try {
      Files.createLink(file, own); // unlike a move, it surely never replaces
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(own, file); // a file system without hard links
    }
  }

  /**
   * @throws IOException when there is none, it is a link, or it cannot be read
   */
  public static String read(Path file) throws IOException {
    return new String(OwnedFiles.read(file, MAX_BYTES), StandardCharsets.UTF_8);
  }
}
