package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files and directories that only their owner can enter, and that are never a link. */
final class OwnedFiles {
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OwnedFiles() {}

  static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, Set.of(CREATE_NEW, READ, WRITE, NOFOLLOW_LINKS), FILE);
  }

  /** An empty one beside others, hidden, under a name that nobody has. */
  static Path createHidden(Path directory, String prefix) throws IOException {
    return Files.createTempFile(directory, "." + prefix, null, FILE);
  }

  static FileChannel openForWriting(Path file) throws IOException {
    return FileChannel.open(file, Set.of(CREATE, WRITE, NOFOLLOW_LINKS), FILE);
  }

  /**
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  static FileChannel openExisting(Path file) throws IOException {
    return FileChannel.open(file, Set.of(READ, WRITE, NOFOLLOW_LINKS));
  }

  /**
   * @param most bytes that are read; there may be more
   */
  static byte[] read(Path file, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(file, Set.of(READ, NOFOLLOW_LINKS))) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), most));
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  /** Tells files apart, also of the same name; null where the file system cannot. */
  static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
  }

  /** Whether there is nothing of this name; not when nobody lets us look. */
  static boolean isGone(Path file) {
    try {
      Object ignored = key(file);
      return false;
    } catch (NoSuchFileException e) {
      return true;
    } catch (FileSystemException e) {
      return "Not a directory".equals(e.getReason()); // something else above it
    } catch (IOException e) {
      return false;
    }
  }

  static void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, DIRECTORY);
  }

  /** Has the disk know the names in it. */
  static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, Set.of(WRITE, NOFOLLOW_LINKS))) {
      channel.force(true);
    }
  }

  static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS);
  }

  /** The user this process runs as. */
  static int ownUid() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self/"), "unix:uid");
  }

  /**
   * @param refused permissions that nobody but the owner may have
   * @return why it must not be used, or null
   */
  static @Nullable String objection(Path directory, Set<PosixFilePermission> refused)
      throws IOException {
    if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
      return "it is a link or not a directory";
    }
    if (uid(directory) != ownUid()) {
      return "it belongs to another user";
    }
    Set<PosixFilePermission> given = Files.getPosixFilePermissions(directory, NOFOLLOW_LINKS);
    return given.stream().anyMatch(refused::contains) ? "it is open to other users" : null;
  }

  /** Removes it and all below it; does not follow links. */
  static void deleteTree(Path directory) throws IOException {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (NoSuchFileException e) {
      // Already gone, which is what was wanted.
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
