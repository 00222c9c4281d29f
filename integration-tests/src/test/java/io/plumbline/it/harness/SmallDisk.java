package io.plumbline.it.harness;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system of its own, of a limited size, mounted over a folder. Only hosts that are {@link
 * HostJvmBuilder#on put on it} see it there, and these tests at {@link #seen}; it is gone with the
 * last of them.
 *
 * <p>Whoever fills it here is another process than the host.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int CHUNK = 1 << 20;
  private static final int PAGE = 4 << 10;

  /** What it is made of. */
  public enum Kind {
    TMPFS {
      @Override
      String mountCommand(Path image) {
        return "mount -t tmpfs -o mode=0700,size=\"$2\" tmpfs \"$1\"";
      }
    },
    /** In a file, by a loop device: what root alone can do. */
    EXT4 {
      @Override
      String mountCommand(Path image) {
        // -m 0: what is left for root is no room for a host that is not root.
        String file = "'" + image + "'";
        return "truncate -s \"$2\" "
            + file
            + " && mkfs.ext4 -q -F -m 0 "
            + file
            + " && mount -o loop "
            + file
            + " \"$1\" && rm "
            + file
            + " && chmod 0700 \"$1\"";
      }
    };

    abstract String mountCommand(Path image);

    /** As of most machines, where this user can have it. */
    public static Kind usual() {
      return Allowed.ROOT ? EXT4 : TMPFS;
    }
  }

  private final MountNamespace namespace;
  private final Path mountPoint;

  private SmallDisk(MountNamespace namespace, Path mountPoint) {
    this.namespace = namespace;
    this.mountPoint = mountPoint;
  }

  /**
   * @param mountPoint is made when it is not there
   * @throws org.opentest4j.TestAbortedException when this machine does not allow it
   */
  public static SmallDisk mount(Kind kind, Path mountPoint, long bytes) {
    try {
      Files.createDirectories(mountPoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path image = mountPoint.resolveSibling(mountPoint.getFileName() + ".image");
    MountNamespace namespace =
        MountNamespace.create(
            kind.mountCommand(image), mountPoint.toString(), Long.toString(bytes));
    return new SmallDisk(namespace, mountPoint);
  }

  /** Becomes, where it is mounted, the program that follows. */
  List<String> command() {
    return namespace.command();
  }

  /** Its root, for those outside. */
  public Path seen() {
    return namespace.seen(mountPoint);
  }

  public long freeBytes() {
    return seen().toFile().getUsableSpace();
  }

  /** Until there is no room for one more page. */
  public void fill() {
    fill(0);
  }

  /**
   * @param leaving bytes, about
   */
  public void fill(long leaving) {
    try (FileChannel filler = FileChannel.open(filler(), CREATE, WRITE, APPEND)) {
      for (int chunk = CHUNK; chunk >= PAGE; ) {
        if (freeBytes() - chunk < leaving || !write(filler, chunk)) {
          chunk /= 2;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives back what {@link #fill} took. */
  public void free() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return seen().resolve("filler");
  }

  private static boolean write(FileChannel filler, int bytes) {
    ByteBuffer zeros = ByteBuffer.allocate(bytes);
    try {
      while (zeros.hasRemaining()) {
        int ignored = filler.write(zeros);
      }
      return true;
    } catch (IOException e) {
      return false; // full
    }
  }

  @Override
  public void close() {
    namespace.close();
  }
}
